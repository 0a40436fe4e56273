import { UserError } from "../../base/errors.js";
import { kindOfFile } from "../../base/kind-of-file.js";
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
