import type { OnnxAttribute, OnnxNode } from "../../formats/onnx/model.js";

/** ONNX Runtime's domain of quantized operators that ONNX itself does not have. */
export const MICROSOFT = "com.microsoft";

/** A node that is still unnamed, attributes in alphabetical order: names are given to the finished list. */
export function makeNode(
  opType: string,
  inputs: readonly string[],
  outputs: readonly string[],
  attributes: ReadonlyMap<string, OnnxAttribute> = new Map(),
  domain = "",
): OnnxNode {
  const sorted = [...attributes].sort(([a], [b]) => (a < b ? -1 : 1));
  return { opType, domain, name: "", inputs, outputs, attributes: new Map(sorted) };
}
