import type { Draft } from "../draft.js";

/** Activations of one input that a 16-bit network looks up in a table. */
const LOOKED_UP = new Set(
  "Swish Sigmoid Tanh HardSwish HardSigmoid Elu Gelu LeakyRelu Exp Erf Softplus Cos Sin Log Sqrt Tan".split(" "),
);

/** 16-bit activations become `LUT`: what they were and the step between entries are attributes (since 1.3.12). */
export function useTables(draft: Draft, step: number): void {
  stateSteps(draft, step);
  for (const node of draft.nodes) {
    if (!LOOKED_UP.has(node.opType) || !node.quantized || node.inputs.length !== 1) continue;
    if (node.inputQuantization[0]?.bits !== 16) continue;
    node.attributes.set("original_op_type", { type: "string", value: node.opType });
    node.attributes.set("int16_lut_step", { type: "int", value: step });
    node.opType = "LUT";
  }
}

/** The step of the tables of 16 bits that are there already. */
export function stateSteps(draft: Draft, step: number): void {
  for (const node of draft.nodes)
    if (node.opType === "LUT" && node.inputQuantization[0]?.bits === 16)
      node.attributes.set("int16_lut_step", { type: "int", value: step });
}
