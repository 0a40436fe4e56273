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

/** LayerNormalization: the data's shape; mean and inverse deviation keep the axes before the normalized ones. */
export const layerNormalization: ShapeRule = (node) => {
  const { dtype, shape } = node.input(0);
  const first = shape && node.axis(node.int("axis", -1), shape.length);
  const statistics: ValueFacts = { dtype: "float32", shape: shape?.map((dim, axis) => (axis < first! ? dim : 1)) };
  return [{ dtype, shape }, statistics, statistics];
};
