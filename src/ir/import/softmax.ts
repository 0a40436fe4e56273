import type { Value } from "../graph/graph.js";
import type { Importer, ImporterTable, Operands } from "./operands.js";

/** Since opset 13 along one axis, the last by default; before over all axes from `axis` on, 1 by default. */
function alongAxis(operands: Operands, op: string): Value {
  const data = operands.value(0);
  const { shape } = data.type;
  const axis = operands.int("axis", operands.opset < 13 ? 1 : -1);
  const wrapped = axis < 0 ? axis + shape.length : axis;
  if (operands.opset >= 13 || wrapped === shape.length - 1) return operands.call(op, [data], { axis: wrapped });
  const rows = shape.slice(0, wrapped).reduce((product, dim) => product * dim, 1);
  const flat = operands.call("reshape", [data], { newshape: wrapped === 0 ? [-1] : [rows, -1] });
  return operands.call("reshape", [operands.call(op, [flat])], { newshape: shape });
}

const softmax =
  (op: string): Importer =>
  (operands) => [alongAxis(operands, op)];

export const SOFTMAX: ImporterTable = {
  Hardmax: softmax("nn.hardmax"),
  LogSoftmax: softmax("nn.log_softmax"),
  Softmax: softmax("nn.softmax"),
};
