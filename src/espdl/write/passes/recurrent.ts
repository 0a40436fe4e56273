import type { Draft } from "../draft.js";

/** The grid of a recurrent cell's gates: int16 at 2^-9. */
const GATE_EXPONENT = -9;

export function setGateExponents(draft: Draft): void {
  for (const node of draft.nodes) {
    if (node.quantized && (node.opType === "GRU" || node.opType === "LSTM"))
      node.attributes.set("gate_exponent", { type: "int", value: GATE_EXPONENT });
  }
}
