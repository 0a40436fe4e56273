import * as v from "valibot";
import { UserError } from "../../base/errors.js";
import { parseJson } from "../../base/json-text.js";
import { parseNpy } from "../../base/tensor/npy.js";
import type { Tensor } from "../../base/tensor/tensor.js";
import { TENSOR_FILE, TRACE_FILE, TRACE_FORMAT, TRACE_VERSION, type TraceEntry } from "./format.js";
import { RunTrace } from "./run-trace.js";
import type { TraceLayer } from "./trace.js";

/** What the person does about a folder that holds no trace. */
export const ANEW = "name a folder that `espdl-lab debug` or `espdl-lab capture` wrote";

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
/** The head of a trace and its layers as they stand in trace.json, not yet checked. */
export const traceHead = v.object({
  format: v.literal(TRACE_FORMAT),
  version: v.literal(TRACE_VERSION),
  runner: v.string(),
  model: v.string(),
  outputs: v.exactOptional(v.array(v.string())),
  layers: v.array(v.unknown()),
});
const manifest = v.object({ ...traceHead.entries, layers: v.array(entry) });

/**
 * A trace out of the files of its folder.
 * @param bytesOf the bytes of a file by its path in the folder, forward slashes
 * @param shown the path of such a file, for messages
 * @throws UserError when trace.json is of another format, or a tensor is of another dtype or shape than it states.
 */
export function parseTrace(bytesOf: (file: string) => Uint8Array, shown: (file: string) => string): RunTrace {
  const text = new TextDecoder().decode(bytesOf(TRACE_FILE));
  const { runner, model, outputs, layers } = parseJson(manifest, text, shown(TRACE_FILE), ANEW);
  const ids = new Set<string>();
  const read = layers.map((entry, position): TraceLayer => {
    const { file, dtype: _dtype, shape: _shape, ...layer } = entry;
    if (ids.has(layer.id))
      throw new UserError(`${shown(TRACE_FILE)}: layer ${position}: id ${layer.id} repeats; write the trace anew`);
    ids.add(layer.id);
    return { ...layer, tensor: parseTensor(bytesOf(file), shown(file), entry) };
  });
  return new RunTrace({ runner, model, layers: read }, outputs);
}

function parseTensor(bytes: Uint8Array, path: string, { dtype, shape }: TraceEntry): Tensor {
  const tensor = parseNpy(bytes, path);
  if (tensor.dtype !== dtype || tensor.shape.join() !== shape.join()) {
    throw new UserError(
      `${path}: must be ${dtype} [${shape.join(", ")}] as ${TRACE_FILE} states, got ${tensor.dtype} [${tensor.shape.join(", ")}]; ` +
        "write the trace anew",
    );
  }
  return tensor;
}
