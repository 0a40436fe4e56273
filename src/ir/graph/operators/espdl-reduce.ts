import { sizeOf } from "../../../../kernels-ref/array.js";
import type { Attributes } from "../../../../kernels-ref/operator.js";
import { type AttributeSpec, flag, float, int, integer, ints } from "../attribute.js";
import { numbers, type TensorType } from "../graph.js";
import { requireReal } from "./espdl-elementwise.js";
import { input, type OperatorRule, type OperatorTable, require, show, tensor, wrapAxis } from "./rule.js";

const EXPONENTS: readonly AttributeSpec[] = [int("input_exponent", 0), int("output_exponent", 0)];

/** How many runs of reduced and kept axes alternate: the chip knows at most 4. */
function runs(rank: number, reduced: readonly number[]): number {
  let count = 0;
  for (let axis = 0; axis < rank; axis++)
    if (axis === 0 || reduced.includes(axis) !== reduced.includes(axis - 1)) count++;
  return count;
}

/** Law: what is left of a tensor reduced along every axis has the shape [1]. */
function reduced(data: TensorType, attributes: Attributes): TensorType {
  requireReal(data);
  const axes = numbers(attributes, "axis").map((axis) => wrapAxis(axis, data.shape.length));
  require(runs(data.shape.length, axes) <= 4, () =>
    `the chip reduces at most 2 separate runs of axes, got axes [${axes.join(", ")}] of ${show(data)}`);
  require(sizeOf(data.shape) > 0, () => `there is nothing to reduce in ${show(data)}`);
  if (attributes.keepdims === true)
    return tensor(
      data.dtype,
      data.shape.map((length, axis) => (axes.includes(axis) ? 1 : length)),
    );
  const kept = data.shape.filter((_, axis) => !axes.includes(axis));
  return tensor(data.dtype, kept.length > 0 ? kept : [1]);
}

const reduce: OperatorRule = {
  attributes: [ints("axis"), flag("keepdims", false), ...EXPONENTS],
  infer: (inputs, attributes) => [reduced(input(inputs, 0), attributes)],
};

const softmax: OperatorRule = {
  attributes: [int("axis", -1), int("input_exponent", 0)],
  infer(inputs, attributes) {
    const data = requireReal(input(inputs, 0));
    if (data.shape.length > 0) wrapAxis(integer(attributes, "axis"), data.shape.length);
    return [tensor("float32", data.shape)];
  },
};

/** Gamma (and beta) hold one number for each normalized element. */
function normalized(
  inputs: readonly TensorType[],
  attributes: Attributes,
  dtype: (data: TensorType) => string,
): TensorType {
  const data = requireReal(input(inputs, 0));
  const count = sizeOf(data.shape.slice(wrapAxis(integer(attributes, "axis"), data.shape.length)));
  for (const factor of inputs.slice(1))
    require(sizeOf(factor.shape) === count && factor.dtype === dtype(data), () =>
      `gamma and beta must be ${dtype(data)} with ${count} elements, got ${show(factor)}; quantize them like the data`);
  return data;
}

/** Operators of today's ESP-DL in which many elements meet. */
export const ESPDL_REDUCE: OperatorTable = {
  "espdl.reduce_l1": reduce,
  "espdl.reduce_l2": reduce,
  "espdl.reduce_log_sum": reduce,
  "espdl.reduce_log_sum_exp": reduce,
  "espdl.reduce_max": reduce,
  "espdl.reduce_mean": reduce,
  "espdl.reduce_min": reduce,
  "espdl.reduce_prod": reduce,
  "espdl.reduce_sum": reduce,
  "espdl.reduce_sum_square": reduce,
  "espdl.softmax": softmax,
  "espdl.log_softmax": softmax,
  "espdl.layer_norm": {
    attributes: [int("axis", -1), float("epsilon"), ints("exponents")],
    infer: (inputs, attributes) => [normalized(inputs, attributes, (data) => data.dtype)],
  },
  "espdl.rms_norm": {
    attributes: [int("axis", -1), float("epsilon"), ...EXPONENTS],
    infer: (inputs, attributes) => [normalized(inputs, attributes, () => "float32")],
  },
  "espdl.lp_norm": {
    attributes: [int("axis", -1), int("p", 2), int("output_exponent", 0)],
    infer(inputs, attributes) {
      const data = requireReal(input(inputs, 0));
      wrapAxis(integer(attributes, "axis"), data.shape.length);
      const p = integer(attributes, "p");
      require(p === 1 || p === 2, () => `p must be 1 or 2, got ${p}`);
      return [data];
    },
  },
};
