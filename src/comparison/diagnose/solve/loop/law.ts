import { stridesOf, type TypedArray } from "../../../../../kernels-ref/array.js";
import { normalizeAxis, numberAttribute } from "../../../../../kernels-ref/attributes.js";
import { broadcastStrides } from "../../../../../kernels-ref/broadcast.js";
import { KERNELS, TVM_ARITHMETIC } from "../../../../../kernels-ref/index.js";
import type { Kernel } from "../../../../../kernels-ref/operator.js";
import { decodeSteps, POINTWISE, type PointwiseStep } from "../../../../../kernels-ref/pointwise.js";
import { Tensor } from "../../../../base/tensor/tensor.js";
import type { DiagnosisInput } from "../../diagnosis.js";
import { numbers } from "../../numbers.js";

/** Where something else is done than the model says, by the index of the step. */
export type Replaced = ReadonlyMap<number, Kernel>;

/** A layer that makes each element from one element of each operand. */
export interface Loop {
  /** For each operand the index that is read for each element of the output. */
  readonly own: readonly Int32Array[];
  /** What is done one after the other; one step of the layer's operator where it is no chain. */
  readonly steps: readonly PointwiseStep[];
  /** @param operands vectors of one length */
  run(operands: readonly Tensor[], replaced?: Replaced): ArrayLike<number>;
}

const OPS = new Set(["esp.add", "esp.multiply", "add", "subtract", "multiply", "maximum", "minimum"]);

/** The layer as a loop over its elements; undefined for layers that are none. */
export function loopOf(input: DiagnosisInput): Loop | undefined {
  const { op, attributes, reference, inputs } = input;
  const { shape, dtype } = reference;
  if (op === "nn.prelu") return prelu(input);
  const chain = op === "esp.pointwise";
  if (!chain && !OPS.has(op)) return undefined;
  const steps = chain
    ? decodeSteps(attributes.steps!)
    : [{ op, dtype, reads: [...inputs.keys()], attributes } satisfies PointwiseStep];
  if (steps.some((step) => step.op === "nn.prelu" || step.op.endsWith("per_axis"))) return undefined;
  return {
    own: inputs.map(({ tensor }) => broadcast(tensor.shape, shape)),
    steps,
    run: runOf(steps, KERNELS.get(op)!),
  };
}

function runOf(steps: readonly PointwiseStep[], only: Kernel): Loop["run"] {
  return (operands, replaced) => {
    const registers = [...operands];
    const { shape } = operands[0]!;
    for (const [at, { op, dtype, reads, attributes }] of steps.entries()) {
      const output = Tensor.zeros(dtype, shape);
      const kernel = replaced?.get(at) ?? POINTWISE.get(op) ?? only;
      const inputs = reads.map((read) => registers[read]!);
      kernel(inputs, attributes, [output], TVM_ARITHMETIC);
      registers.push(output);
    }
    return numbers(registers.at(-1)!.data);
  };
}

/** A slope for each channel. */
function prelu({ attributes, reference: { shape, dtype, size } }: DiagnosisInput): Loop {
  const axis = normalizeAxis(numberAttribute(attributes, "axis", 1), shape.length);
  const [inner, channels] = [stridesOf(shape)[axis]!, shape[axis]!];
  const step: PointwiseStep = { op: "nn.prelu", dtype, reads: [0, 1], attributes: { axis: 0 } };
  return {
    own: [
      Int32Array.from({ length: size }, (_, i) => i),
      Int32Array.from({ length: size }, (_, i) => Math.floor(i / inner) % channels),
    ],
    steps: [step],
    run: runOf([step], POINTWISE.get("nn.prelu")!),
  };
}

function broadcast(from: readonly number[], to: readonly number[]): Int32Array {
  const strides = broadcastStrides(from, to);
  const steps = stridesOf(to);
  const size = to.reduce((a, b) => a * b, 1);
  return Int32Array.from({ length: size }, (_, i) => {
    let at = 0;
    for (let axis = 0; axis < to.length; axis++) at += (Math.floor(i / steps[axis]!) % to[axis]!) * strides[axis]!;
    return at;
  });
}

/** Elements of an operand as a vector; those outside of it are 0. */
export function gathered({ dtype, data }: Tensor, at: ArrayLike<number>): Tensor {
  const vector = Tensor.zeros(dtype, [at.length]);
  const [from, to] = [data as Float32Array, vector.data as Float32Array];
  for (let i = 0; i < at.length; i++) {
    const j = at[i]!;
    if (j >= 0 && j < from.length) to[i] = from[j]!;
  }
  return vector;
}

export type Values = Exclude<TypedArray, BigInt64Array | BigUint64Array>;
