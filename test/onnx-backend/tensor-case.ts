import { readFileSync } from "node:fs";
import { join } from "node:path";
import { dtypeOf } from "../../src/formats/onnx/data-type.js";
import type { ModelProto, ValueInfoProto } from "../../src/formats/onnx/protos.js";
import { ModelMessage } from "../../src/formats/onnx/schema.js";

/** A tensor of numbers that this project's tensors hold; no sequence, no string, no float of 8 or bfloat of 16 bits. */
function isTensor({ type }: ValueInfoProto): boolean {
  const tensor = type?.tensorType;
  return tensor !== null && tensor !== undefined && dtypeOf(tensor.elemType) !== undefined;
}

/** Whether a case goes from tensors of numbers to tensors of numbers, by operators of ai.onnx. */
export function isTensorCase(folder: string, name: string): boolean {
  const { graph } = ModelMessage.decode(readFileSync(join(folder, name, "model.onnx"))) as unknown as ModelProto;
  const { input, output, node } = graph!;
  return [...input, ...output].every(isTensor) && node.every(({ domain }) => domain === "" || domain === "ai.onnx");
}
