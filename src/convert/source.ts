import { readFileSync, statSync } from "node:fs";
import { UserError } from "../base/errors.js";
import { printable } from "../formats/onnx/printable.js";
import { readH5Model } from "./keras/h5-model.js";
import { readKerasModel } from "./keras/keras-zip.js";
import type { KerasModel } from "./keras/model.js";
import { layersModel } from "./tfjs/layers-model.js";
import { readModelJson } from "./tfjs/model-json.js";
import type { TfliteModel } from "./tflite/model.js";
import { readTflite } from "./tflite/read.js";

/** A model of another framework, as read. */
export type Source =
  | { readonly kind: "keras"; readonly model: KerasModel }
  | { readonly kind: "tflite"; readonly model: TfliteModel };

/** A file larger than this is none that a microcontroller could run. */
const LIMIT = 2 ** 30;

/** Reads a model by the ending of its name. @throws UserError in one line */
export async function readSource(path: string): Promise<Source> {
  const name = printable(path);
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory())
    throw new UserError(`${name}: is a folder, such as a SavedModel, which is not read; save it as .keras or .tflite`);
  if (path.endsWith(".json")) return { kind: "keras", model: layersModel(readModelJson(path), name) };
  if (/\.(h5|hdf5)$/.test(path)) return { kind: "keras", model: await readH5Model(bytesOf(path), name) };
  if (path.endsWith(".keras")) return { kind: "keras", model: await readKerasModel(bytesOf(path), name) };
  if (path.endsWith(".tflite")) return { kind: "tflite", model: readTflite(bytesOf(path), name) };
  throw new UserError(`${name}: expected a .h5, .keras or .tflite file or a model.json; save the model as one of them`);
}

function bytesOf(path: string): Uint8Array {
  try {
    const { size } = statSync(path);
    if (size > LIMIT)
      throw new UserError(`${printable(path)}: ${size} bytes, expected at most ${LIMIT}; it fits no board`);
    return readFileSync(path);
  } catch (error) {
    if (error instanceof UserError) throw error;
    const { code } = error as NodeJS.ErrnoException;
    throw new UserError(`${printable(path)}: cannot be read (${code}); check the path`);
  }
}
