import type { Value } from "../graph/graph.js";
import type { Importer, ImporterTable, Operands } from "./operands.js";
import { axesOf } from "./shape.js";

/** Since when the axes are an input: 18, but 13 for ReduceSum. */
const AXES_AS_INPUT = 18;

/** Empty axes mean all, or with `noop_with_empty_axes` none: then every element is a group of its own. */
function reduce(operands: Operands, op: string, since: number): Value {
  const data = operands.value(0);
  const rank = data.type.shape.length;
  const given = axesOf(operands, since) ?? [];
  const noop = operands.int("noop_with_empty_axes", 0) !== 0 && given.length === 0;
  const keepdims = operands.int("keepdims", 1) !== 0;
  if (noop && (op === "sum" || op === "mean")) return data;
  const axis = given.length > 0 || noop ? given : data.type.shape.map((_, index) => index);
  const wrapped = axis.map((value) => (value < 0 ? value + rank : value));
  return operands.call(op, [data], { axis: wrapped, keepdims });
}

const reducer =
  (op: string, since = AXES_AS_INPUT): Importer =>
  (operands) => [reduce(operands, op, since)];

const position =
  (op: string): Importer =>
  (operands) => {
    const attributes = {
      axis: [operands.int("axis", 0)],
      keepdims: operands.int("keepdims", 1) !== 0,
      select_last_index: operands.int("select_last_index", 0) !== 0,
    };
    return [operands.call("cast", [operands.call(op, [operands.value(0)], attributes)], { dtype: "int64" })];
  };

export const REDUCE: ImporterTable = {
  ArgMax: position("argmax"),
  ArgMin: position("argmin"),
  ReduceL1: reducer("reduce_l1"),
  ReduceL2: reducer("reduce_l2"),
  ReduceLogSum: reducer("reduce_log_sum"),
  ReduceLogSumExp: reducer("reduce_log_sum_exp"),
  ReduceMax: reducer("max"),
  ReduceMean: reducer("mean"),
  ReduceMin: reducer("min"),
  ReduceProd: reducer("prod"),
  ReduceSum: reducer("sum", 13),
  ReduceSumSquare: reducer("reduce_sum_square"),
};
