import { Tensor } from "../../base/tensor/tensor.js";
import { constant, scalar } from "../graph/build.js";
import type { Value } from "../graph/graph.js";
import type { ImporterTable, Operands } from "./operands.js";

const MODES = ["constant", "reflect", "edge", "wrap"];

/** [before, after] of every axis; negative ones crop. An attribute before opset 11; of some axes only since 18. */
function widthsOf(operands: Operands, rank: number): (readonly [number, number])[] {
  const pads = operands.opset < 11 ? operands.ints("pads") : operands.tensor(1, "pads").toNumbers();
  const given = operands.opset < 11 ? undefined : operands.optionalTensor(3, "the axes")?.toNumbers();
  const axes = given?.map((axis) => (axis < 0 ? axis + rank : axis)) ?? Array.from({ length: rank }, (_, axis) => axis);
  if (pads?.length !== 2 * axes.length)
    operands.fail(`pads must have ${2 * axes.length} values`, String(pads?.length), "pad every axis");
  const widths = Array.from({ length: rank }, (): readonly [number, number] => [0, 0]);
  axes.forEach((axis, i) => {
    if (axis < 0 || axis >= rank)
      operands.fail(`axes must be within rank ${rank}`, String(axis), "export the model again");
    widths[axis] = [pads[i] as number, pads[i + axes.length] as number];
  });
  return widths;
}

/** The value of mode constant, 0 by default. */
function fillerOf(operands: Operands): Tensor | number {
  if (operands.opset < 11) return operands.float("value", 0);
  const given = operands.optionalTensor(2, "the pad value");
  if (given !== undefined && given.size !== 1)
    operands.fail("the pad value must be one value", `${given.size} values`, "export the model again");
  return given === undefined ? 0 : new Tensor(given.dtype, [], given.data);
}

/** Which element of a line of `length` stands at `position`, which may lie outside of it; −1 is the constant. */
function source(position: number, length: number, mode: string): number {
  if (position >= 0 && position < length) return position;
  const modulo = (value: number, period: number): number => ((value % period) + period) % period;
  if (mode === "edge") return position < 0 ? 0 : length - 1;
  if (mode === "wrap") return modulo(position, length);
  if (mode === "constant") return -1;
  const period = 2 * (length - 1);
  const at = period === 0 ? 0 : modulo(position, period);
  return at < length ? at : period - at;
}

/** What `nn.pad` does not do: other modes than constant, and cropping. */
function taken(operands: Operands, data: Value, widths: readonly (readonly [number, number])[], mode: string): Value {
  const value = fillerOf(operands);
  const { dtype, shape } = data.type;
  const zero = dtype === "int64" || dtype === "uint64" ? 0n : 0;
  const filler = typeof value === "object" ? constant(value) : scalar(dtype, value === 0 ? zero : value);
  const result = shape.map((size, axis) => size + widths[axis]![0] + widths[axis]![1]);
  const sources = result.flatMap((length, axis) =>
    Array.from({ length: Math.max(length, 0) }, (_, i) => source(i - widths[axis]![0], shape[axis] as number, mode)),
  );
  return operands.call("esp.take_axes", [data, filler], { shape: result, sources });
}

function pad(operands: Operands): Value {
  const data = operands.value(0);
  const widths = widthsOf(operands, data.type.shape.length);
  const mode = operands.text("mode", "constant");
  if (!MODES.includes(mode) || (mode === "wrap" && operands.opset < 19))
    operands.fail(`attribute mode must be ${MODES.join(" or ")}`, mode, "pad before the model");
  if (mode !== "constant" || widths.flat().some((width) => width < 0)) return taken(operands, data, widths, mode);
  const value = fillerOf(operands);
  const filler = typeof value === "object" ? constant(value) : scalar("float32", value);
  return operands.call("nn.pad", [data, filler], { pad_width: widths, pad_mode: mode });
}

export const PAD: ImporterTable = { Pad: (operands) => [pad(operands)] };
