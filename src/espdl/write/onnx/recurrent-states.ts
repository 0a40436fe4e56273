import { Tensor } from "../../../base/tensor/tensor.js";
import { type Draft, type DraftNode, intOf, stringOf } from "../draft.js";

/** LSTM and GRU get what the chip needs and the model leaves out: a zero bias, zero states, names for all outputs. */
export function completeRecurrent(draft: Draft): void {
  for (const node of draft.nodes) {
    if (node.opType === "LSTM") complete(draft, node, 8, [5, 6]);
    else if (node.opType === "GRU") complete(draft, node, 6, [5]);
  }
}

function complete(draft: Draft, node: DraftNode, gates: number, states: readonly number[]): void {
  const hidden = intOf(node, "hidden_size", 0);
  const directions = stringOf(node, "direction", "forward") === "bidirectional" ? 2 : 1;
  const batch = draft.shapeOf(node.inputs[0]!)[intOf(node, "layout", 0) === 0 ? 1 : 0]!;
  const zeros = (index: number, shape: readonly number[]): void => {
    while (node.inputs.length <= index) node.inputs.push("");
    if (node.inputs[index] === "") node.inputs[index] = draft.addConstant(Tensor.zeros("float32", shape));
  };
  zeros(3, [directions, gates * hidden]);
  for (const index of states) zeros(index, [directions, batch, hidden]);
  node.inputQuantization = node.inputs.map(() => undefined);
}
