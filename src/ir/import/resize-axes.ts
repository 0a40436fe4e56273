import { Tensor } from "../../base/tensor/tensor.js";
import { constant, scalar } from "../graph/build.js";
import type { Value } from "../graph/graph.js";
import type { Operands } from "./operands.js";
import { type AxisResize, cubic, isOutside, LINEAR, nearest, sourceCoordinate, tapsAt } from "./resize-taps.js";

/** What a Resize does between pixels. */
export interface Interpolation {
  readonly mode: string;
  readonly rounding: string;
  readonly cubic: number;
  readonly extrapolation: number;
  readonly antialias: boolean;
  readonly excludeOutside: boolean;
}

const positions = (axis: AxisResize): number[] =>
  Array.from({ length: axis.outLength }, (_, x) => sourceCoordinate(x, axis));

const isUntouched = ({ length, outLength, scale, coordinates }: AxisResize): boolean =>
  length === outLength && scale === 1 && coordinates !== "tf_crop_and_resize";

/** Picks the nearest elements of any dtype, all axes at once. */
function pickNearest(operands: Operands, data: Value, axes: readonly AxisResize[], how: Interpolation): Value {
  const crops = axes.some(({ coordinates }) => coordinates === "tf_crop_and_resize");
  const sources = axes.flatMap((axis) =>
    positions(axis).map((at, x) => {
      if (isUntouched(axis)) return x;
      return crops && isOutside(at, axis.length) ? -1 : nearest(at, axis.length, how.rounding);
    }),
  );
  const { dtype } = data.type;
  const fill = dtype === "int64" || dtype === "uint64" ? BigInt(Math.trunc(how.extrapolation)) : how.extrapolation;
  const shape = axes.map(({ outLength }) => outLength);
  return operands.call("esp.take", [data, scalar(dtype, fill)], { shape, sources });
}

/** True where no axis lies outside of the input, over the whole result. */
function insideMask(axes: readonly AxisResize[]): Tensor {
  const shape = axes.map(({ outLength }) => outLength);
  const inside = axes.map((axis) => positions(axis).map((at) => !isOutside(at, axis.length)));
  const size = shape.reduce((a, b) => a * b, 1);
  const mask = Uint8Array.from({ length: size }, (_, flat) => {
    let rest = flat;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      const length = shape[axis] as number;
      if (!inside[axis]![rest % length]) return 0;
      rest = Math.floor(rest / length);
    }
    return 1;
  });
  return new Tensor("bool", shape, mask);
}

/** A Resize of any rank, one axis after the other. */
export function resizeByAxes(operands: Operands, data: Value, axes: readonly AxisResize[], how: Interpolation): Value {
  if (axes.some(({ outLength }) => outLength < 1))
    operands.fail("every axis must keep an element", axes.map((axis) => axis.outLength).join(", "), "scale less");
  if (how.mode === "nearest") return pickNearest(operands, data, axes, how);
  operands.expectDtype(data, ["float32"], "interpolated data");
  const filter = how.mode === "linear" ? LINEAR : cubic(how.cubic);
  let result = data;
  axes.forEach((axis, index) => {
    if (isUntouched(axis)) return;
    const taps = positions(axis).map((at) => tapsAt(at, axis, filter, how.antialias, how.excludeOutside));
    result = operands.call("esp.interpolate", [result], {
      axis: index,
      taps: taps[0]!.sources.length,
      sources: taps.flatMap(({ sources }) => sources),
      weights: taps.flatMap(({ weights }) => weights),
    });
  });
  if (axes.every(({ coordinates }) => coordinates !== "tf_crop_and_resize")) return result;
  const value = scalar("float32", how.extrapolation);
  return operands.call("where", [constant(insideMask(axes)), result, value]);
}
