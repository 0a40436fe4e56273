import { type Draft, type DraftNode, intOf } from "../draft.js";

/** `quant_type` of every node: what its kernel computes in. */
export function setQuantTypes(draft: Draft): void {
  for (const node of draft.nodes) node.attributes.set("quant_type", { type: "string", value: quantType(node) });
}

function quantType(node: DraftNode): string {
  const both = [...node.inputQuantization, ...node.outputQuantization];
  const softmax = node.opType === "Softmax" || node.opType === "LogSoftmax";
  if (softmax && node.quantized && both.every((quantization) => quantization === undefined)) return "F32";
  if (node.width === "float") return "F32";
  if (node.width === 8) return "S8";
  const mixed = node.opType === "Conv" || node.opType === "Gemm" || node.opType === "MatMul";
  return mixed && node.inputQuantization[1]?.bits === 8 && intOf(node, "group", 1) === 1 ? "W8A16" : "S16";
}
