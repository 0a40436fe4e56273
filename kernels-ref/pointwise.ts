import { abs } from "./abs.js";
import { add } from "./add.js";
import type { DType, NdArray, TypedArray } from "./array.js";
import { sizeOf } from "./array.js";
import { bitwiseAnd, bitwiseNot, bitwiseOr, bitwiseXor, logicalNot } from "./bitwise.js";
import { cast } from "./cast.js";
import { clip } from "./clip.js";
import { equal, greater, less, lessEqual } from "./comparison.js";
import { divide } from "./divide.js";
import { fixedPointMultiply } from "./fixed-point-multiply.js";
import { fixedPointMultiplyPerAxis } from "./fixed-point-multiply-per-axis.js";
import { FLOAT_FUNCTIONS } from "./float-functions.js";
import { greaterEqual } from "./greater-equal.js";
import { isInfinite, isNan } from "./is-not-finite.js";
import { KernelError } from "./kernel-error.js";
import { leakyRelu } from "./leaky-relu.js";
import { leftShift } from "./left-shift.js";
import { maximum } from "./maximum.js";
import { minimum } from "./minimum.js";
import { multiply } from "./multiply.js";
import { negative } from "./negative.js";
import type { AttributeValue, Kernel } from "./operator.js";
import { power } from "./power.js";
import { prelu } from "./prelu.js";
import { relu } from "./relu.js";
import { floorMod, mod } from "./remainder.js";
import { rightShift } from "./right-shift.js";
import { round } from "./round.js";
import { rsqrt } from "./rsqrt.js";
import { sigmoid } from "./sigmoid.js";
import { sign } from "./sign.js";
import { sqrt } from "./sqrt.js";
import { subtract } from "./subtract.js";
import { where } from "./where.js";

/** Operators whose every output element depends on one element of each (broadcast) input. */
export const POINTWISE: ReadonlyMap<string, Kernel> = new Map<string, Kernel>([
  ...FLOAT_FUNCTIONS,
  ["abs", abs],
  ["add", add],
  ["bitwise_and", bitwiseAnd],
  ["bitwise_not", bitwiseNot],
  ["bitwise_or", bitwiseOr],
  ["bitwise_xor", bitwiseXor],
  ["cast", cast],
  ["clip", clip],
  ["divide", divide],
  ["equal", equal],
  ["fixed_point_multiply", fixedPointMultiply],
  ["fixed_point_multiply_per_axis", fixedPointMultiplyPerAxis],
  ["floor_mod", floorMod],
  ["greater", greater],
  ["greater_equal", greaterEqual],
  ["isinf", isInfinite],
  ["isnan", isNan],
  ["left_shift", leftShift],
  ["less", less],
  ["less_equal", lessEqual],
  ["logical_and", bitwiseAnd],
  ["logical_not", logicalNot],
  ["logical_or", bitwiseOr],
  ["logical_xor", bitwiseXor],
  ["maximum", maximum],
  ["minimum", minimum],
  ["mod", mod],
  ["multiply", multiply],
  ["negative", negative],
  ["nn.leaky_relu", leakyRelu],
  ["nn.prelu", prelu],
  ["nn.relu", relu],
  ["power", power],
  ["right_shift", rightShift],
  ["round", round],
  ["rsqrt", rsqrt],
  ["sigmoid", sigmoid],
  ["sign", sign],
  ["sqrt", sqrt],
  ["subtract", subtract],
  ["where", where],
]);

/** One step of `esp.pointwise`: what `reads` name are the call's inputs, counted from 0, and then the earlier steps. */
export interface PointwiseStep {
  readonly op: string;
  readonly dtype: DType;
  readonly reads: readonly number[];
  readonly attributes: Readonly<Record<string, AttributeValue>>;
}

/** Steps as the attribute `steps` holds them. */
export function encodeSteps(steps: readonly PointwiseStep[]): AttributeValue {
  return steps.map(({ op, dtype, reads, attributes }) => [op, dtype, reads, Object.entries(attributes)]);
}

/** The inverse of `encodeSteps`. */
export function decodeSteps(steps: AttributeValue): PointwiseStep[] {
  return (steps as readonly (readonly [string, DType, readonly number[], readonly [string, AttributeValue][]])[]).map(
    ([op, dtype, reads, attributes]) => ({ op, dtype, reads, attributes: Object.fromEntries(attributes) }),
  );
}

/** The last step's values when `steps` run one after the other on `inputs`, all broadcast to `shape`. */
export const espPointwise: Kernel = (inputs, attributes, [output], arithmetic) => {
  const registers: NdArray[] = [...inputs];
  const steps = decodeSteps(attributes.steps);
  for (const [position, step] of steps.entries()) {
    const kernel = POINTWISE.get(step.op);
    if (!kernel) throw new KernelError(`esp.pointwise does not know ${step.op}`);
    const result = position === steps.length - 1 ? output : temporary(step.dtype, output.shape);
    kernel(
      step.reads.map((read) => registers[read]),
      step.attributes,
      [result],
      arithmetic,
    );
    registers.push(result);
  }
};

const STORAGE: Partial<Record<DType, new (length: number) => TypedArray>> = {
  float32: Float32Array,
  int8: Int8Array,
  uint8: Uint8Array,
  bool: Uint8Array,
  int16: Int16Array,
  uint16: Uint16Array,
  int32: Int32Array,
  uint32: Uint32Array,
  int64: BigInt64Array,
  uint64: BigUint64Array,
};

function temporary(dtype: DType, shape: readonly number[]): NdArray {
  const Storage = STORAGE[dtype];
  if (!Storage) throw new KernelError(`esp.pointwise does not compute in ${dtype}`);
  return { dtype, shape, data: new Storage(sizeOf(shape)) };
}
