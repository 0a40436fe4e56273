import type { ShapeRule, ValueFacts } from "../rule.js";

/** X [steps, batch, inputs] (with layout 1 the batch first), R [directions, …, hidden] → Y and the last states. */
export const recurrent: ShapeRule = (node) => {
  const { dtype } = node.input(0);
  const x = node.shapeOfRank(0, 3);
  const hidden = node.attribute("hidden_size", "int") ?? node.shapeOfRank(2, 3)[2]!;
  const directions = node.attribute("direction", "string") === "bidirectional" ? 2 : 1;
  const isBatchFirst = node.int("layout", 0) === 1;
  const [first, second] = [x[0]!, x[1]!];
  const batch = isBatchFirst ? first : second;
  const state: ValueFacts = { dtype, shape: isBatchFirst ? [batch, directions, hidden] : [directions, batch, hidden] };
  const y = isBatchFirst ? [first, second, directions, hidden] : [first, directions, second, hidden];
  return [{ dtype, shape: y }, state, state];
};
