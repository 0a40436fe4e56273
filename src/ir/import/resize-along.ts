import { Tensor } from "../../base/tensor/tensor.js";
import { constant, scalar } from "../graph/build.js";
import type { Value } from "../graph/graph.js";
import type { Operands } from "./operands.js";
import type { ResizedAxis } from "./resize-axes.js";
import { type AxisWeights, axisWeights, type ResizeLaw } from "./resize-weights.js";

/** Nearest neighbours: elements of any dtype are moved unchanged. */
function taken(operands: Operands, data: Value, at: number, found: AxisWeights, extrapolation: number): Value {
  const { dtype } = data.type;
  const moved = found.sources.map((source, position) => (found.outside.includes(position) ? -1 : source));
  const shape = data.type.shape.with(at, moved.length);
  const sources = shape.flatMap((length, axis) => (axis === at ? moved : Array.from({ length }, (_, i) => i)));
  const isWide = dtype === "int64" || dtype === "uint64";
  const fill = scalar(dtype, isWide ? BigInt(Math.trunc(extrapolation)) : extrapolation);
  return operands.call("esp.take_axes", [data, fill], { shape, sources });
}

function filled(operands: Operands, data: Value, at: number, outside: readonly number[], value: number): Value {
  const length = data.type.shape[at] as number;
  const added = new Float32Array(length);
  for (const position of outside) added[position] = value;
  const shape = data.type.shape.slice(at).map((_, i) => (i === 0 ? length : 1));
  return operands.call("add", [data, constant(new Tensor("float32", shape, added))]);
}

/** One axis of a Resize: every position of the result is a weighted sum of a few of the input's. */
export function resizeAlong(
  operands: Operands,
  data: Value,
  law: ResizeLaw,
  axis: ResizedAxis,
  extrapolation: number,
): Value {
  const found = axisWeights(law, axis);
  if (law.mode === "nearest") return taken(operands, data, axis.axis, found, extrapolation);
  operands.expectDtype(data, ["float32"], "the data of this Resize");
  const { taps, sources, weights, outside } = found;
  const out = operands.call("esp.interpolate", [data], { axis: axis.axis, taps, sources, weights });
  return outside.length === 0 ? out : filled(operands, out, axis.axis, outside, extrapolation);
}
