import { UserError } from "../../base/errors.js";
import { BoundedReader } from "./bounded-reader.js";
import { checkModel } from "./check.js";
import { decodeModel } from "./decode.js";
import { decodeMessage } from "./decode-message.js";
import { type ExternalTensors, NO_FOLDER } from "./external-tensors.js";
import type { OnnxModel } from "./model.js";
import { printable } from "./printable.js";
import type { ModelProto } from "./protos.js";

/**
 * Parses the bytes of an ONNX file.
 * @param where the file's name for messages, and what reads its external data (none: external data is refused)
 * @throws UserError of one line when the file is damaged, or holds what this project does not support.
 */
export function parseModel(bytes: Uint8Array, where: { name?: string; external?: ExternalTensors } = {}): OnnxModel {
  const name = printable(where.name ?? "model");
  return checkModel(decodeModel(decodeProto(bytes, name), name, where.external ?? NO_FOLDER));
}

function decodeProto(bytes: Uint8Array, name: string): ModelProto {
  if (bytes.length === 0) throw new UserError(`${name}: file is empty, expected an ONNX model; export it again`);
  let model: ModelProto;
  try {
    model = decodeMessage(new BoundedReader(bytes), "Model") as ModelProto;
  } catch (error) {
    throw new UserError(`${name}: not an ONNX model, or cut short (${(error as Error).message}); ${nextStep(bytes)}`);
  }
  if (!Object.hasOwn(model, "irVersion") || model.graph === null)
    throw new UserError(`${name}: not an ONNX model (no IR version or no graph); ${nextStep(bytes)}`);
  return model;
}

function nextStep(bytes: Uint8Array): string {
  if (bytes[0] === 0x50 && bytes[1] === 0x4b) return "it is a zip archive: unpack it, or export to .onnx first";
  if (bytes[0] === 0x93 && bytes[1] === 0x4e)
    return "it is a .npy file: give the model here and the data with its own option";
  return "export it again or copy the whole file";
}
