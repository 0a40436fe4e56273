import type { Value } from "../graph/graph.js";
import type { ImporterTable, Operands } from "./operands.js";

/** The indices, input 1; constant ones must lie within `lengthOf` their place in the last axis. */
function indices(operands: Operands, lengthOf: (last: number) => number): Value {
  const value = operands.value(1);
  operands.expectDtype(value, ["int32", "int64"], "the indices");
  if (value.kind !== "constant") return value;
  const depth = value.type.shape.at(-1) ?? 1;
  value.tensor.toNumbers().forEach((index, i) => {
    const length = lengthOf(i % depth);
    if (index < -length || index >= length)
      operands.fail(`an index must be within ${-length} … ${length - 1}`, String(index), "export the model again");
  });
  return value;
}

function axisOf(operands: Operands): number {
  const rank = operands.value(0).type.shape.length;
  const axis = operands.int("axis", 0);
  if (axis < -rank || axis >= rank)
    operands.fail(`axis must be within rank ${rank}`, String(axis), "export the model again");
  return axis < 0 ? axis + rank : axis;
}

/** By ONNX's GatherElements and ScatterElements the indices run along `axis`. */
function alongAxis(operands: Operands, op: string, more: Record<string, string> = {}): Value {
  const data = operands.value(0);
  const axis = axisOf(operands);
  const picks = indices(operands, () => data.type.shape[axis]!);
  const updates = op === "scatter_elements" ? [operands.value(2)] : [];
  return operands.call(op, [data, picks, ...updates], { axis, ...more });
}

function reduction(operands: Operands): { reduction: string } {
  const found = operands.text("reduction", "none");
  if (!["none", "add", "mul", "max", "min"].includes(found))
    operands.fail("attribute reduction must be none, add, mul, max or min", found, "export the model again");
  return { reduction: found };
}

function gatherNd(operands: Operands): Value {
  const { shape } = operands.value(0).type;
  const batch_dims = operands.int("batch_dims", 0);
  const picks = indices(operands, (last) => shape[batch_dims + last] ?? 0);
  return operands.call("gather_nd", [operands.value(0), picks], { batch_dims });
}

function scatterNd(operands: Operands): Value {
  const { shape } = operands.value(0).type;
  const inputs = [operands.value(0), indices(operands, (last) => shape[last] ?? 0), operands.value(2)];
  return operands.call("scatter_nd", inputs, reduction(operands));
}

/** Operators that read or write elements where an input of indices says. */
export const INDEXING: ImporterTable = {
  Gather: (operands) => [alongAxis(operands, "take")],
  GatherElements: (operands) => [alongAxis(operands, "gather")],
  GatherND: (operands) => [gatherNd(operands)],
  Scatter: (operands) => [alongAxis(operands, "scatter_elements")],
  ScatterElements: (operands) => [alongAxis(operands, "scatter_elements", reduction(operands))],
  ScatterND: (operands) => [scatterNd(operands)],
};
