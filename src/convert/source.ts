import { readFileSync, statSync } from "node:fs";
import { basename, dirname } from "node:path";
import { UserError } from "../base/errors.js";
import { printable } from "../formats/onnx/printable.js";
import type { GraphDefModel } from "./graphdef/graph.js";
import { readH5Model } from "./keras/h5-model.js";
import { readKerasModel } from "./keras/keras-zip.js";
import type { KerasModel } from "./keras/model.js";
import { readSavedModel } from "./saved-model/read.js";
import { graphModel } from "./tfjs/graph-model.js";
import { layersModel } from "./tfjs/layers-model.js";
import { readModelJson, type TfjsFile } from "./tfjs/model-json.js";
import type { TfliteModel } from "./tflite/model.js";
import { readTflite } from "./tflite/read.js";

/** A model of another framework, as read. */
export type Source =
  | { readonly kind: "keras"; readonly model: KerasModel }
  | { readonly kind: "tflite"; readonly model: TfliteModel }
  | { readonly kind: "graph"; readonly model: GraphDefModel };

/** A file larger than this is none that a microcontroller could run. */
const LIMIT = 2 ** 30;

/** Reads a model by the ending of its name. @throws UserError in one line */
export async function readSource(path: string): Promise<Source> {
  const name = printable(path);
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) return { kind: "graph", model: readSavedModel(path) };
  if (basename(path) === "saved_model.pb") return { kind: "graph", model: readSavedModel(dirname(path)) };
  if (path.endsWith(".json")) return tfjsSource(readModelJson(path), name);
  if (/\.(h5|hdf5)$/.test(path)) return { kind: "keras", model: await readH5Model(bytesOf(path), name) };
  if (path.endsWith(".keras")) return { kind: "keras", model: await readKerasModel(bytesOf(path), name) };
  if (path.endsWith(".tflite")) return { kind: "tflite", model: readTflite(bytesOf(path), name) };
  throw new UserError(
    `${name}: expected a .h5, .keras or .tflite file, a model.json or a SavedModel's folder; save the model as one of them`,
  );
}

function tfjsSource(file: TfjsFile, name: string): Source {
  if (file.format === "layers-model") return { kind: "keras", model: layersModel(file, name) };
  const weights = new Map(Array.from(file.weights, ([key, tensor]) => [key, () => tensor] as const));
  const { modelTopology: topology, signature } = file;
  return { kind: "graph", model: graphModel({ topology, signature, weights }, name) };
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
