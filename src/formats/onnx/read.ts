import { readFileSync, statSync } from "node:fs";
import { basename, dirname } from "node:path";
import { UserError } from "../../base/errors.js";
import { BoundedReader } from "./bounded-reader.js";
import { checkModel } from "./check.js";
import { decodeModel } from "./decode.js";
import { ExternalData } from "./external-data.js";
import type { OnnxModel } from "./model.js";
import { printable } from "./printable.js";
import { ModelMessage, type ModelProto } from "./schema.js";

/** A protobuf message ends below 2 GiB. */
const LIMIT = 2 ** 31 - 1;

/**
 * Reads an ONNX file (IR 3–13, opset 7–25) and the external data beside it.
 * @throws UserError of one line when the file cannot be read, is damaged, or holds what this project does not support.
 */
export function readModel(path: string): OnnxModel {
  const name = basename(path);
  let bytes: Uint8Array;
  try {
    const stat = statSync(path);
    if (!stat.isFile()) throw new UserError(`${printable(path)}: not a file; give the path of an .onnx file`);
    if (stat.size > LIMIT)
      throw new UserError(
        `${printable(path)}: ${stat.size} bytes, expected at most ${LIMIT}; store the weights as external data`,
      );
    bytes = readFileSync(path);
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(
      `${printable(path)}: cannot be read (${(error as NodeJS.ErrnoException).code}); check the path`,
    );
  }
  return parseModel(bytes, { name, folder: dirname(path) });
}

/**
 * Parses the bytes of an ONNX file.
 * @param where the file's name for messages, and the folder that external data may lie in (none: external data is refused)
 * @throws UserError as `readModel` does.
 */
export function parseModel(bytes: Uint8Array, where: { name?: string; folder?: string } = {}): OnnxModel {
  const name = printable(where.name ?? "model");
  return checkModel(decodeModel(decodeMessage(bytes, name), name, new ExternalData(where.folder)));
}

function decodeMessage(bytes: Uint8Array, name: string): ModelProto {
  if (bytes.length === 0) throw new UserError(`${name}: file is empty, expected an ONNX model; export it again`);
  let model: ModelProto;
  try {
    const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    model = ModelMessage.decode(new BoundedReader(buffer)) as unknown as ModelProto;
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
