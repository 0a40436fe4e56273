import { Tensor } from "../../../base/tensor/tensor.js";
import type { Value } from "../../graph/value.js";
import { concat } from "../../operators/concat.js";
import { reshape, transpose } from "../../operators/reshape.js";
import type { OperatorCall, OperatorRule } from "../rule.js";
import { fused } from "./fused.js";

/** An axis counted from the front. */
export function axisOf(call: OperatorCall, axis: number, rank: number): number {
  const front = axis < 0 ? axis + rank : axis;
  return Number.isInteger(front) && front >= 0 && front < rank
    ? front
    : call.refuse("axis", axis, `-${rank} to ${rank - 1}`);
}

/** RESHAPE, SQUEEZE, EXPAND_DIMS: the file states the shape that comes out. */
export const reshapeOperator: OperatorRule = {
  moves: true,
  emit: (call) => reshape(call.g, call.value(0), call.shapes[0]!),
};

/** SHAPE: known. What is made of it only repeats the shapes that the file states. */
export const shapeOperator: OperatorRule = {
  emit(call) {
    const { shape } = call.value(0);
    return call.g.constant(new Tensor("int32", [shape.length], Int32Array.from(shape)));
  },
};

export const transposeOperator: OperatorRule = {
  moves: true,
  emit(call) {
    const x = call.value(0);
    const order = call.numbers(1);
    const valid = order.length === x.shape.length && order.toSorted((a, b) => a - b).every((axis, i) => axis === i);
    return valid ? transpose(call.g, x, order) : call.refuse("permutation", order, `${x.shape.length} axes, each once`);
  },
};

const all = (call: OperatorCall): Value[] => Array.from({ length: call.inputs }, (_, i) => call.value(i));

export const concatenation: OperatorRule = {
  emit(call) {
    const values = all(call);
    const axis = axisOf(call, call.options?.int32(0) ?? 0, values[0]!.shape.length);
    return fused(call, concat(call.g, values, axis), 1);
  },
};

/** PACK: one new axis. */
export const pack: OperatorRule = {
  emit(call) {
    const values = all(call);
    const axis = axisOf(call, call.options?.int32(1) ?? 0, values[0]!.shape.length + 1);
    return concat(
      call.g,
      values.map((value) => reshape(call.g, value, value.shape.toSpliced(axis, 0, 1))),
      axis,
    );
  },
};
