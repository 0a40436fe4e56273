import type { Attributes } from "../../../../kernels-ref/operator.js";
import { int, integer, ints } from "../attribute.js";
import type { TensorType } from "../graph.js";
import { input, type OperatorTable, require, show, tensor } from "./rule.js";

/** Types of Y and Y_h; checks X, W, R, B and the initial states of a layer with `gates` gates. */
function recurrent(inputs: readonly TensorType[], attributes: Attributes, gates: number): TensorType[] {
  const x = input(inputs, 0);
  const hidden = integer(attributes, "hidden_size");
  const directions = integer(attributes, "directions");
  const gateExponent = integer(attributes, "gate_exponent");
  require(gateExponent >= -16 && gateExponent <= 0, () => `gate_exponent must lie in -16 … 0, got ${gateExponent}`);
  require((x.dtype === "int8" || x.dtype === "int16") && x.shape.length === 3 && x.shape[1] === 1, () =>
    `X must be int8 or int16 [steps, 1, inputs] (the chip runs a batch of 1), got ${show(x)}`);
  const expect = (index: number, name: string, dtype: string, shape: readonly number[]): void => {
    const found = input(inputs, index);
    require(found.dtype === dtype && found.shape.join() === shape.join(), () =>
      `${name} must be ${dtype}[${shape.join(", ")}], got ${show(found)}`);
  };
  expect(1, "W", x.dtype, [directions, gates * hidden, x.shape[2]]);
  expect(2, "R", x.dtype, [directions, gates * hidden, hidden]);
  expect(3, "B", "int16", [directions, 2 * gates * hidden]);
  expect(4, "the initial h", x.dtype, [directions, 1, hidden]);
  if (gates === 4) expect(5, "the initial c", "int16", [directions, 1, hidden]);
  const state = [directions, 1, hidden];
  return [tensor(x.dtype, [x.shape[0], ...state]), tensor(x.dtype, state), tensor("int16", state)].slice(0, gates - 1);
}

const ATTRIBUTES = [
  int("hidden_size"),
  int("directions", 1),
  int("gate_exponent"),
  ints("shifts"),
  int("output_exponent"),
];

/** Recurrent layers of today's ESP-DL, one step after the other. */
export const ESPDL_RECURRENT: OperatorTable = {
  "espdl.gru": { attributes: ATTRIBUTES, infer: (inputs, attributes) => recurrent(inputs, attributes, 3) },
  "espdl.lstm": { attributes: ATTRIBUTES, infer: (inputs, attributes) => recurrent(inputs, attributes, 4) },
};
