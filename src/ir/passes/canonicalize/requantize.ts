import { Tensor } from "../../../base/tensor/tensor.js";
import { integer, textOf } from "../../graph/attribute.js";
import { constant, scalar } from "../../graph/build.js";
import type { ConstantValue, Value } from "../../graph/graph.js";
import { expandToAxis } from "../expand-bias.js";
import { isConstant, isScalarOf } from "../pattern.js";
import { type FixedPoint, fixedPoint } from "./fixed-point.js";
import { type Canonicalizer, Lowering } from "./lowering.js";

const int32Vector = (values: readonly number[]): Value =>
  constant(new Tensor("int32", [values.length], Int32Array.from(values)));
const int64Vector = (values: readonly bigint[]): Value =>
  constant(new Tensor("int64", [values.length], BigInt64Array.from(values)));

/** floor(x · m · 2^(shift − 31) + ½) for every channel. */
function upwardPerChannel(lower: Lowering, data: Value, points: readonly FixedPoint[], axis: number): Value {
  const left = points.map(({ shift }) => Math.max(shift, 0));
  const right = points.map(({ shift }) => Math.max(-shift, 0));
  const multipliers = points.map(({ multiplier }) => multiplier);
  return lower.op(
    "fixed_point_multiply_per_axis",
    [data, int32Vector(multipliers), int32Vector(left), int32Vector(right)],
    {
      is_lshift_required: left.some((shift) => shift !== 0),
      is_rshift_required: right.some((shift) => shift !== 0),
      axes: [axis],
    },
  );
}

/** Constants that differ a channel, or one scalar: whichever the scale is. */
class Rounder {
  constructor(
    private readonly lower: Lowering,
    private readonly points: readonly FixedPoint[],
    private readonly isVector: boolean,
    private readonly shape: readonly number[],
    private readonly axis: number,
  ) {}

  private make(of: (point: FixedPoint) => bigint): Value {
    if (!this.isVector) return scalar("int64", of(this.points[0] as FixedPoint));
    return expandToAxis(int64Vector(this.points.map(of)), this.shape.length, this.axis, this.lower.node.origin);
  }

  private filled(of: (point: FixedPoint) => bigint): Value {
    if (this.isVector) return this.lower.op("broadcast_to", [this.make(of)], { shape: this.shape });
    return this.lower.op("full", [this.make(of)], { shape: this.shape, dtype: "int64" });
  }

  /** x · m · 2^(shift − 31) rounded half away from zero, in int64: (x·m + (x·m ≥ 0 ? h : h − 1)) >> total. */
  apply(data: Value): Value {
    const { lower } = this;
    const total = ({ shift }: FixedPoint): bigint => BigInt(Math.max(-shift, 0) + 31);
    const half = (point: FixedPoint): bigint => 1n << (total(point) - 1n);
    let wide = lower.cast(data, "int64");
    if (this.points.some(({ shift }) => shift > 0))
      wide = lower.op("left_shift", [wide, this.make(({ shift }) => BigInt(Math.max(shift, 0)))]);
    const product = lower.op("multiply", [wide, this.make(({ multiplier }) => BigInt(multiplier))]);
    const zeros = lower.op("zeros", [], { shape: this.shape, dtype: "int64" });
    const positive = lower.op("greater_equal", [product, zeros]);
    const rounding = lower.op("where", [positive, this.filled(half), this.filled((point) => half(point) - 1n)]);
    const sum = lower.op("add", [product, rounding]);
    return lower.cast(lower.op("right_shift", [sum, this.make(total)]), "int32");
  }
}

/**
 * x · input scale / output scale, saturated to int8. Rounding: TONEAREST half away from zero, else half up.
 * Zero points are 0.
 */
export const requantize: Canonicalizer = (node, inputs) => {
  const [data, inputScale, , outputScale] = inputs as [Value, ConstantValue, Value, ConstantValue];
  const lower = new Lowering(node);
  const { shape } = data.type;
  const scales = inputScale.tensor.toNumbers();
  const points = scales.map((scale) => fixedPoint(scale / outputScale.tensor.item()));
  const isVector = inputScale.tensor.shape.length > 0;
  const axis = integer(node.attributes, "axis");
  const wrapped = axis < 0 ? axis + shape.length : axis;
  let value = lower.cast(data, "int32");
  const same = !isVector && isConstant(inputScale) && isScalarOf(inputScale, outputScale.tensor.item());
  if (!same && textOf(node.attributes, "rounding") === "TONEAREST") {
    value = new Rounder(lower, points, isVector, shape, wrapped).apply(value);
  } else if (!same && isVector) {
    value = upwardPerChannel(lower, value, points, wrapped);
  } else if (!same) {
    const [point] = points as [FixedPoint];
    value = lower.op("fixed_point_multiply", [value], { multiplier: point.multiplier, shift: point.shift });
  }
  const clipped = lower.result("clip", [value], { a_min: -128, a_max: 127 });
  return lower.result("cast", [clipped], { dtype: "int8" });
};
