import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as v from "valibot";
import { UserError } from "../../base/errors.js";
import { recovered } from "../../base/files/replace-folder.js";
import { readJson } from "../../base/json.js";
import { parseNpy } from "../../base/tensor/npy.js";
import type { Tensor } from "../../base/tensor/tensor.js";
import { TENSOR_FILE, TRACE_FILE, TRACE_FORMAT, TRACE_VERSION, type TraceEntry } from "./format.js";
import { RunTrace } from "./run-trace.js";
import type { TraceLayer } from "./trace.js";

const ANEW = "name a folder that `espdl-lab debug` or `espdl-lab capture` wrote";
const number = v.number();
const entry = v.object({
  index: v.pipe(number, v.integer(), v.minValue(0)),
  name: v.string(),
  id: v.string(),
  op: v.string(),
  onnx: v.array(v.string()),
  dtype: v.string(),
  shape: v.array(number),
  exponent: v.exactOptional(v.union([number, v.array(number)])),
  file: v.pipe(v.string(), v.regex(TENSOR_FILE)),
});
const head = v.object({
  format: v.literal(TRACE_FORMAT),
  version: v.literal(TRACE_VERSION),
  runner: v.string(),
  model: v.string(),
  outputs: v.exactOptional(v.array(v.string())),
  layers: v.array(v.unknown()),
});
const manifest = v.object({ ...head.entries, layers: v.array(entry) });

/**
 * Reads a trace that `writeTrace`, or a board's capture, left in folder `dir`.
 * @throws UserError when trace.json is missing or of another format, or a tensor is missing or of another dtype or
 * shape than trace.json states.
 */
export function readTrace(dir: string): RunTrace {
  const { runner, model, outputs, layers } = readJson(manifest, join(recovered(dir), TRACE_FILE), ANEW);
  const ids = new Set<string>();
  const read = layers.map((entry, position): TraceLayer => {
    const { file, dtype: _dtype, shape: _shape, ...layer } = entry;
    if (ids.has(layer.id))
      throw new UserError(`${join(dir, TRACE_FILE)}: layer ${position}: id ${layer.id} repeats; write the trace anew`);
    ids.add(layer.id);
    return { ...layer, tensor: readTensor(dir, file, entry) };
  });
  return new RunTrace({ runner, model, layers: read }, outputs);
}

/**
 * The head of a trace and its layers as they stand in trace.json of folder `dir`, not yet checked.
 * @throws UserError when it is missing or of another format
 */
export function readManifest(dir: string): v.InferOutput<typeof head> {
  return readJson(head, join(dir, TRACE_FILE), ANEW);
}

function readTensor(dir: string, file: string, { dtype, shape }: TraceEntry): Tensor {
  const path = join(dir, file);
  const tensor = parseNpy(readBytes(path), path);
  if (tensor.dtype !== dtype || tensor.shape.join() !== shape.join()) {
    throw new UserError(
      `${path}: must be ${dtype} [${shape.join(", ")}] as ${TRACE_FILE} states, got ${tensor.dtype} [${tensor.shape.join(", ")}]; ` +
        "write the trace anew",
    );
  }
  return tensor;
}

function readBytes(path: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (error) {
    throw new UserError(`${path}: cannot be read (${(error as NodeJS.ErrnoException).code}); ${ANEW}`);
  }
}
