import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { UserError } from "../../base/errors.js";
import { formatNpy } from "../../base/tensor/npy.js";
import type { TraceEntry, TraceManifest } from "./format.js";
import { GRAPH_DUMP_FILE, TENSOR_FOLDER, TRACE_FILE, TRACE_FORMAT, TRACE_VERSION, tensorFile } from "./format.js";
import type { Trace } from "./trace.js";

/**
 * Writes a trace into folder `dir`: `trace.json`, `tensors/NNNN_<name>.npy` and, if given, `tvmdbg_graph_dump.json`.
 *
 * The folder is built beside `dir` under a temporary name and then renamed, so `dir` holds the old trace or the new
 * one, never a part. An older trace there is replaced; a folder that holds anything else is left alone.
 * @throws UserError when `dir` is not a trace or an empty folder, or cannot be written.
 */
export function writeTrace(dir: string, trace: Trace, graphDump?: unknown): void {
  const target = existsSync(dir) ? realpathSync(dir) : resolve(dir);
  if (existsSync(target)) refuseUnlessTrace(target, dir);
  const suffix = randomBytes(6).toString("hex");
  const temporary = join(dirname(target), `.${basename(target)}.${suffix}.new`);
  const old = join(dirname(target), `.${basename(target)}.${suffix}.old`);
  try {
    mkdirSync(join(temporary, TENSOR_FOLDER), { recursive: true });
    fill(temporary, trace, graphDump);
    if (existsSync(target)) renameSync(target, old);
    renameSync(temporary, target);
  } catch (error) {
    if (existsSync(old) && !existsSync(target)) renameSync(old, target);
    if (existsSync(temporary)) rmSync(temporary, { recursive: true });
    throw new UserError(
      `${dir}: the trace cannot be written (${(error as NodeJS.ErrnoException).code ?? (error as Error).message}); ` +
        "check that the folder above it can be written and has room",
    );
  }
  rmSync(old, { recursive: true, force: true });
}

function fill(folder: string, trace: Trace, graphDump: unknown): void {
  const copies = new Map<number, number>();
  const layers = trace.layers.map(({ tensor, ...layer }): TraceEntry => {
    const copy = copies.get(layer.index) ?? 0;
    copies.set(layer.index, copy + 1);
    const file = tensorFile(layer.index, layer.name, copy);
    writeFileSync(join(folder, file), formatNpy(tensor));
    return { ...layer, dtype: tensor.dtype, shape: tensor.shape, file };
  });
  const manifest: TraceManifest = {
    format: TRACE_FORMAT,
    version: TRACE_VERSION,
    runner: trace.runner,
    model: trace.model,
    layers,
  };
  if (graphDump !== undefined) writeFileSync(join(folder, GRAPH_DUMP_FILE), JSON.stringify(graphDump, null, 2) + "\n");
  writeFileSync(join(folder, TRACE_FILE), formatManifest(manifest));
}

/** JSON with one layer a line, so that two traces can be read beside each other. */
function formatManifest({ layers, ...head }: TraceManifest): string {
  const lines = layers.map((layer) => JSON.stringify(layer)).join(",\n");
  return `${JSON.stringify(head).slice(0, -1)},"layers":[\n${lines}\n]}\n`;
}

const OURS = new Set<string>([TRACE_FILE, GRAPH_DUMP_FILE, TENSOR_FOLDER]);

/** Only a folder that holds nothing but a trace (or nothing at all) may be replaced. */
function refuseUnlessTrace(target: string, dir: string): void {
  const found = statSync(target).isDirectory() ? readdirSync(target) : [basename(target)];
  const foreign = found.find((entry) => !OURS.has(entry));
  const tensors = join(target, TENSOR_FOLDER);
  const foreignTensor =
    foreign ?? (existsSync(tensors) ? readdirSync(tensors) : []).find((file) => !/^\d{4,}_.*\.npy$/.test(file));
  if (foreignTensor !== undefined) {
    throw new UserError(
      `${dir}: is not an earlier trace (it holds ${foreignTensor}) and so is not replaced; name a new or an empty folder`,
    );
  }
}
