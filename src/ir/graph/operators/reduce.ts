import type { DType } from "../../../base/tensor/dtype.js";
import { type AttributeSpec, flag, ints } from "../attribute.js";
import { numbers } from "../graph.js";
import { input, type OperatorRule, type OperatorTable, tensor, wrapAxis } from "./rule.js";

function reduce(attributes: readonly AttributeSpec[], result?: DType): OperatorRule {
  return {
    attributes,
    infer(inputs, values) {
      const { dtype, shape } = input(inputs, 0);
      const axes = numbers(values, "axis").map((axis) => wrapAxis(axis, shape.length));
      const kept = shape.map((dim, axis) => (axes.includes(axis) ? 1 : dim));
      return [
        tensor(result ?? dtype, values.keepdims === true ? kept : shape.filter((_, axis) => !axes.includes(axis))),
      ];
    },
  };
}

const REDUCE_ATTRIBUTES = [ints("axis"), flag("keepdims", false)];

/** Operators that fold axes away. */
export const REDUCE: OperatorTable = {
  sum: reduce(REDUCE_ATTRIBUTES),
  mean: reduce(REDUCE_ATTRIBUTES),
  argmax: reduce([ints("axis"), flag("keepdims", false), flag("select_last_index", false)], "int32"),
};
