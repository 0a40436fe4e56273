import type { DType } from "../../base/tensor/dtype.js";
import { Tensor } from "../../base/tensor/tensor.js";
import { constant } from "../../ir/graph/build.js";
import type { Value } from "../../ir/graph/graph.js";
import type { ImporterTable, NodeView } from "./node-view.js";

/** An optional state or bias that is left out is zero. */
function orZeros(view: NodeView, index: number, dtype: DType, shape: readonly number[]): Value {
  return view.optional(index) ?? constant(Tensor.zeros(dtype, shape));
}

/** GRU (3 gates) and LSTM (4); the cell state lies on the gates' own grid. */
function recurrent(view: NodeView, op: string, gates: number): readonly Value[] {
  if (view.int("layout", 0) !== 0) view.fail("layout must be 0 (steps first)", "1", "transpose the data");
  const direction = view.text("direction", "forward");
  if (direction !== "forward" && direction !== "bidirectional")
    view.fail("direction must be forward or bidirectional", direction, "the chip runs nothing else");
  const directions = direction === "bidirectional" ? 2 : 1;
  const hidden = view.int("hidden_size");
  const gateExponent = view.int("gate_exponent", -8);
  const data = view.value(0);
  const state = [directions, 1, hidden];
  if (gates === 4 && view.outputExponent(2) !== gateExponent)
    view.fail(
      `the cell state must have the gates' exponent ${gateExponent}`,
      `${view.outputExponent(2)}`,
      "export the model again",
    );
  const inputs = [data, view.value(1), view.value(2), orZeros(view, 3, "int16", [directions, 2 * gates * hidden])];
  inputs.push(orZeros(view, 5, data.type.dtype, state));
  if (gates === 4) inputs.push(orZeros(view, 6, "int16", state));
  return view.call(op, inputs, {
    hidden_size: hidden,
    directions,
    gate_exponent: gateExponent,
    shifts: [
      gateExponent - view.exponent(0) - view.exponent(1),
      gateExponent - view.outputExponent(1) - view.exponent(2),
    ],
    output_exponent: view.outputExponent(0),
  });
}

function gru(view: NodeView): readonly Value[] {
  if (view.int("linear_before_reset", 0) !== 1)
    view.fail("linear_before_reset must be 1 (as PyTorch has it)", "0", "the chip runs nothing else");
  return recurrent(view, "espdl.gru", 3);
}

export const RECURRENT: ImporterTable = { GRU: gru, LSTM: (view) => recurrent(view, "espdl.lstm", 4) };
