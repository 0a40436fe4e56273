import type { ImporterTable, Operands } from "./operands.js";
import { axesOf } from "./shape.js";

const AXES_ARE_AN_INPUT_SINCE = { ReduceMean: 18, ReduceSum: 13 } as const;

function reduce(operands: Operands, op: string, since: number) {
  const { shape } = operands.value(0).type;
  const given = axesOf(operands, since) ?? [];
  const noop = operands.int("noop_with_empty_axes", 0) !== 0;
  if (noop && given.length === 0) return [operands.value(0)];
  const axis = given.length > 0 ? given : shape.map((_, index) => index);
  const wrapped = axis.map((value) => (value < 0 ? value + shape.length : value));
  return [operands.call(op, [operands.value(0)], { axis: wrapped, keepdims: operands.int("keepdims", 1) !== 0 })];
}

export const REDUCE: ImporterTable = {
  ReduceMean: (operands) => reduce(operands, "mean", AXES_ARE_AN_INPUT_SINCE.ReduceMean),
  ReduceSum: (operands) => reduce(operands, "sum", AXES_ARE_AN_INPUT_SINCE.ReduceSum),
  ArgMax(operands) {
    const attributes = {
      axis: [operands.int("axis", 0)],
      keepdims: operands.int("keepdims", 1) !== 0,
      select_last_index: operands.int("select_last_index", 0) !== 0,
    };
    return [operands.call("cast", [operands.call("argmax", [operands.value(0)], attributes)], { dtype: "int64" })];
  },
};
