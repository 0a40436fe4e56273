import { readFileSync } from "node:fs";
import { join } from "node:path";
import { UserError } from "../../base/errors.js";
import { recovered } from "../../base/files/replace-folder.js";
import { parseNpy } from "../../base/tensor/npy.js";
import type { Tensor } from "../../base/tensor/tensor.js";
import { TENSOR_FILE, TRACE_FILE, TRACE_FORMAT, TRACE_VERSION, type TraceEntry } from "./format.js";
import type { Trace, TraceLayer } from "./trace.js";

/**
 * Reads a trace that `writeTrace`, or a board's capture, left in folder `dir`.
 * @throws UserError when trace.json is missing or of another format, or a tensor is missing or of another dtype or
 * shape than trace.json states.
 */
export function readTrace(dir: string): Trace {
  const manifest = readManifest(recovered(dir));
  const path = join(dir, TRACE_FILE);
  const ids = new Set<string>();
  const layers = manifest.layers.map((value, position): TraceLayer => {
    const { file, dtype: _dtype, shape: _shape, ...layer } = checkEntry(value, `${path}: layer ${position}`);
    if (ids.has(layer.id))
      throw new UserError(`${path}: layer ${position}: id ${layer.id} repeats; write the trace anew`);
    ids.add(layer.id);
    return { ...layer, tensor: readTensor(dir, file, value as TraceEntry) };
  });
  return { runner: manifest.runner, model: manifest.model, layers };
}

/**
 * The head of a trace and its layers as they stand in trace.json of folder `dir`, not yet checked.
 * @throws UserError when it is missing or of another format
 */
export function readManifest(dir: string): { runner: string; model: string; layers: unknown[] } {
  const path = join(dir, TRACE_FILE);
  const text = readText(path);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new UserError(`${path}: is not JSON; write the trace anew`);
  }
  const { format, version, runner, model, layers } = (value ?? {}) as Record<string, unknown>;
  if (format !== TRACE_FORMAT || version !== TRACE_VERSION) {
    throw new UserError(
      `${path}: format must be ${TRACE_FORMAT} version ${TRACE_VERSION}, got ${String(format)} version ${String(version)}; ` +
        "name a folder that `espdl-lab debug` or `espdl-lab capture` wrote",
    );
  }
  if (typeof runner !== "string" || typeof model !== "string" || !Array.isArray(layers)) {
    throw new UserError(`${path}: runner and model must be text and layers a list; write the trace anew`);
  }
  return { runner, model, layers };
}

function checkEntry(value: unknown, where: string): TraceEntry {
  const entry = (typeof value === "object" && value !== null ? value : {}) as Record<string, unknown>;
  const must = (condition: boolean, field: string, expected: string): void => {
    if (!condition) {
      const found = JSON.stringify(entry[field]) ?? "nothing";
      throw new UserError(`${where}: ${field} must be ${expected}, got ${found.slice(0, 80)}; write the trace anew`);
    }
  };
  must(Number.isInteger(entry.index) && (entry.index as number) >= 0, "index", "an integer ≥ 0");
  for (const field of ["name", "id", "op", "dtype"]) must(typeof entry[field] === "string", field, "text");
  must(isListOf(entry.onnx, "string"), "onnx", "a list of names");
  must(isListOf(entry.shape, "number"), "shape", "a list of numbers");
  const { exponent } = entry;
  must(
    exponent === undefined || typeof exponent === "number" || isListOf(exponent, "number"),
    "exponent",
    "a number or a list of numbers",
  );
  must(typeof entry.file === "string" && TENSOR_FILE.test(entry.file), "file", "tensors/NNNN_<name>.npy");
  return entry as unknown as TraceEntry;
}

function isListOf(value: unknown, type: "string" | "number"): boolean {
  return Array.isArray(value) && value.every((item) => typeof item === type);
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

function readText(path: string): string {
  return Buffer.from(readBytes(path)).toString("utf8");
}

function readBytes(path: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (error) {
    throw new UserError(
      `${path}: cannot be read (${(error as NodeJS.ErrnoException).code}); name a folder that \`espdl-lab debug\` or ` +
        "`espdl-lab capture` wrote",
    );
  }
}
