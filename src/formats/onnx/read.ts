import { readFileSync, statSync } from "node:fs";
import { basename, dirname } from "node:path";
import { UserError } from "../../base/errors.js";
import { kindOfFile } from "../../base/kind-of-file.js";
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
    throw (
      foreign(name, bytes) ??
      new UserError(`${name}: not an ONNX model, or cut short (${(error as Error).message}); ${ANEW}`)
    );
  }
  if (!Object.hasOwn(model, "irVersion") || model.graph === null)
    throw foreign(name, bytes) ?? new UserError(`${name}: not an ONNX model (no IR version or no graph); ${ANEW}`);
  return model;
}

const ANEW = "export it again or copy the whole file";

/** What to do with what is no ONNX model, by the kind that it is. */
const NEXT: readonly (readonly [kind: RegExp, step: string])[] = [
  [/npy/, "give the model here and the data with its own option"],
  [/zip/, "unpack it, or, if it is a .keras, use `espdl-lab convert`"],
  [/HDF5|TFLite|JSON/, "`espdl-lab convert` makes one of Keras, TensorFlow.js and TFLite models"],
  [/espdl/, "name it with its ending .espdl where a command takes both"],
];

/** For a file that says itself what else it is. */
function foreign(name: string, bytes: Uint8Array): UserError | undefined {
  const kind = kindOfFile(bytes);
  if (kind === undefined || kind === "an ONNX model") return undefined;
  const step = NEXT.find(([known]) => known.test(kind))?.[1] ?? ANEW;
  return new UserError(`${name}: not an ONNX model: it is ${kind}; ${step}`);
}
