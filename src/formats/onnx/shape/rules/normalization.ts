import type { ShapeRule, ValueFacts } from "../rule.js";

/** X [N, C, …] with scale, bias, mean and variance of [C]; further outputs (training) are of [C] too. */
export const batchNormalization: ShapeRule = (node) => {
  const { dtype, shape } = node.input(0);
  let channels = shape === undefined ? null : (shape[1] ?? 1);
  for (let index = 1; index < Math.min(5, node.inputCount); index++) {
    channels = node.unify(node.shapeOfRank(index, 1)[0]!, channels, `input ${index} must have one element a channel`);
  }
  const statistics: ValueFacts = { dtype, shape: [channels] };
  return [
    { dtype, shape: shape?.map((dim, axis) => (axis === 1 ? channels : dim)) },
    ...new Array<ValueFacts>(4).fill(statistics),
  ];
};

/** X, and for training the mean and the inverse deviation, whose axes from `axis` on have length 1. */
export const layerNormalization: ShapeRule = (node) => {
  const { dtype, shape } = node.input(0);
  const first = shape && node.axis(node.int("axis", -1), shape.length);
  const statistics: ValueFacts = { dtype, shape: shape?.map((dim, axis) => (axis < first! ? dim : 1)) };
  return [{ dtype, shape }, statistics, statistics];
};
