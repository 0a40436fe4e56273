import { type AttributeSpec, flag, float, floats, text } from "../attribute.js";
import type { TensorType } from "../graph.js";
import { input, type OperatorRule, type OperatorTable, require, show, tensor } from "./rule.js";

const ATTRIBUTES: readonly AttributeSpec[] = [
  text("direction", "forward"),
  text("activations"),
  floats("alpha"),
  floats("beta"),
  float("clip", 0),
];

/** X [steps, batch, inputs], W, R, B, first state [directions, batch, hidden], and `cells` more → Y, last states. */
function recurrent(gates: number, cells: boolean, more: readonly AttributeSpec[] = []): OperatorRule {
  return {
    attributes: [...ATTRIBUTES, ...more],
    infer(inputs) {
      const [x, state] = [input(inputs, 0), input(inputs, 4)];
      require(x.shape.length === 3 && state.shape.length === 3, () =>
        `X and the state must have rank 3, got ${show(x)} and ${show(state)}`);
      const [steps, batch, size] = x.shape as [number, number, number];
      const [directions, , hidden] = state.shape as [number, number, number];
      const rows = gates * hidden;
      const expected = [
        [steps, batch, size],
        [directions, rows, size],
        [directions, rows, hidden],
        [directions, 2 * rows],
        [directions, batch, hidden],
        ...(cells
          ? [
              [directions, batch, hidden],
              [directions, 3 * hidden],
            ]
          : []),
      ];
      for (const [i, shape] of expected.entries()) expectFloat32(input(inputs, i), shape, i);
      const y = tensor("float32", [steps, directions, batch, hidden]);
      return [y, state, ...(cells ? [state] : [])];
    },
  };
}

function expectFloat32(type: TensorType, shape: readonly number[], index: number): void {
  require(type.dtype === "float32" && type.shape.join() === shape.join(), () =>
    `input ${index} must be float32[${shape.join(", ")}], got ${show(type)}`);
}

/** Recurrent layers over a sequence, in ONNX's order of gates. */
export const RECURRENT: OperatorTable = {
  "esp.rnn": recurrent(1, false),
  "esp.gru": recurrent(3, false, [flag("linear_before_reset", false)]),
  "esp.lstm": recurrent(4, true),
};
