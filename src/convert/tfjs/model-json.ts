import { readFileSync } from "node:fs";
import { dirname, join, resolve, sep } from "node:path";
import * as v from "valibot";
import { UserError } from "../../base/errors.js";
import { readJson } from "../../base/json.js";
import type { Tensor } from "../../base/tensor/tensor.js";
import { printable } from "../../formats/onnx/printable.js";
import { decodeWeights, manifestSchema } from "./weights-manifest.js";

const schema = v.object({
  format: v.optional(v.nullable(v.string())),
  generatedBy: v.optional(v.nullable(v.string())),
  convertedBy: v.optional(v.nullable(v.string())),
  modelTopology: v.record(v.string(), v.unknown()),
  weightsManifest: manifestSchema,
  signature: v.optional(v.nullable(v.record(v.string(), v.unknown()))),
  userDefinedMetadata: v.optional(v.nullable(v.record(v.string(), v.unknown()))),
});

/** A `model.json` with the weights of the files beside it. */
export interface TfjsFile extends Pick<v.InferOutput<typeof schema>, "modelTopology" | "generatedBy"> {
  readonly format: "layers-model" | "graph-model";
  readonly weights: ReadonlyMap<string, Tensor>;
  /** Which tensors of a graph go in and out. */
  readonly signature: unknown;
}

/**
 * Reads what tfjs or its converter wrote. tfjs's own loader would do, but is optional here: 270 MB for these few lines.
 * @throws UserError
 */
export function readModelJson(path: string): TfjsFile {
  const file = readJson(schema, path, "give the model.json that tfjs saved");
  const name = printable(path);
  const format = file.format ?? ("node" in file.modelTopology ? "graph-model" : "layers-model");
  if (format !== "layers-model" && format !== "graph-model")
    throw new UserError(
      `${name}: format ${printable(format)}, expected layers-model or graph-model; save it with tfjs`,
    );
  const weights = new Map<string, Tensor>();
  for (const group of file.weightsManifest) {
    const bytes = Buffer.concat(group.paths.map((shard) => readShard(dirname(path), shard, name)));
    for (const [key, tensor] of decodeWeights(group.weights, bytes, name)) weights.set(key, tensor);
  }
  return { ...file, format, weights, signature: file.userDefinedMetadata?.signature ?? file.signature };
}

/** A file of weights; only beside the model or below. */
function readShard(folder: string, shard: string, name: string): Uint8Array {
  const path = resolve(folder, shard);
  if (!path.startsWith(resolve(folder) + sep))
    throw new UserError(`${name}: weights in ${printable(shard)}, expected a file beside it; move it there`);
  try {
    return readFileSync(join(folder, shard));
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    throw new UserError(`${name}: its weights ${printable(shard)} cannot be read (${code}); copy them beside it`);
  }
}
