import type { DType } from "../../../base/tensor/dtype.js";
import { type AttributeSpec, flag, ints } from "../attribute.js";
import { numbers } from "../graph.js";
import { input, type OperatorRule, type OperatorTable, require, show, tensor, wrapAxis } from "./rule.js";

function reduce(attributes: readonly AttributeSpec[], result?: DType, only?: DType): OperatorRule {
  return {
    attributes,
    infer(inputs, values) {
      const { dtype, shape } = input(inputs, 0);
      require(only === undefined || dtype === only, () => `the input must be ${only}, got ${show(input(inputs, 0))}`);
      const axes = numbers(values, "axis").map((axis) => wrapAxis(axis, shape.length));
      const kept = shape.map((dim, axis) => (axes.includes(axis) ? 1 : dim));
      return [
        tensor(result ?? dtype, values.keepdims === true ? kept : shape.filter((_, axis) => !axes.includes(axis))),
      ];
    },
  };
}

const REDUCE_ATTRIBUTES = [ints("axis"), flag("keepdims", false)];

const float32Only = reduce(REDUCE_ATTRIBUTES, undefined, "float32");
const position = reduce([...REDUCE_ATTRIBUTES, flag("select_last_index", false)], "int32");

/** Operators that fold axes away. */
export const REDUCE: OperatorTable = {
  sum: reduce(REDUCE_ATTRIBUTES),
  mean: reduce(REDUCE_ATTRIBUTES),
  max: reduce(REDUCE_ATTRIBUTES),
  min: reduce(REDUCE_ATTRIBUTES),
  prod: float32Only,
  reduce_l1: float32Only,
  reduce_l2: float32Only,
  reduce_log_sum: float32Only,
  reduce_log_sum_exp: float32Only,
  reduce_sum_square: float32Only,
  argmax: position,
  argmin: position,
};
