import { existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { UserError } from "../../base/errors.js";
import { replaceFolder } from "../../base/files/replace-folder.js";
import { formatNpy } from "../../base/tensor/npy.js";
import type { TraceEntry, TraceManifest } from "./format.js";
import { GRAPH_DUMP_FILE, TENSOR_FOLDER, TRACE_FILE, TRACE_FORMAT, TRACE_VERSION, tensorFile } from "./format.js";
import { readManifest } from "./read.js";
import { RunTrace } from "./run-trace.js";
import type { Trace } from "./trace.js";

/**
 * Writes a trace into folder `dir`: `trace.json`, `tensors/NNNN_<name>.npy` and, if given, `tvmdbg_graph_dump.json`.
 *
 * `dir` holds the old trace or the new one, never a part. An older trace there is replaced; a folder that holds anything
 * else is left alone.
 * @throws UserError when `dir` is not a trace or an empty folder, or cannot be written.
 */
export function writeTrace(dir: string, trace: Trace, graphDump?: unknown): void {
  replaceFolder(
    dir,
    (folder) => folder !== undefined && refuseUnlessTrace(folder, dir),
    (folder) => fill(folder, trace, graphDump),
  );
}

function fill(folder: string, trace: Trace, graphDump: unknown): void {
  mkdirSync(join(folder, TENSOR_FOLDER));
  const copies = new Map<number, number>();
  const layers = trace.layers.map(({ tensor, ...layer }): TraceEntry => {
    const copy = copies.get(layer.index) ?? 0;
    copies.set(layer.index, copy + 1);
    const file = tensorFile(layer.index, layer.name, copy);
    writeFileSync(join(folder, file), formatNpy(tensor));
    return { ...layer, dtype: tensor.dtype, shape: tensor.shape, file };
  });
  const outputs = trace instanceof RunTrace ? trace.outputIds() : undefined;
  const manifest: TraceManifest = {
    format: TRACE_FORMAT,
    version: TRACE_VERSION,
    runner: trace.runner,
    model: trace.model,
    ...(outputs !== undefined && { outputs }),
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

/** Only a folder that holds an earlier trace and nothing else may be replaced: its own list says which tensors it wrote. */
function refuseUnlessTrace(folder: string, dir: string): void {
  const isFolder = statSync(folder).isDirectory();
  const found = isFolder ? readdirSync(folder) : [basename(folder)];
  const foreign = found.find((entry) => !OURS.has(entry)) ?? (isFolder ? foreignTensor(folder) : undefined);
  if (foreign !== undefined) {
    throw new UserError(
      `${dir}: is not an earlier trace (it holds ${foreign}) and so is not replaced; name a new or an empty folder`,
    );
  }
}

/** The first file of a folder's tensors that its trace.json does not name; trace.json itself where it is not one of ours. */
function foreignTensor(folder: string): string | undefined {
  const tensors = join(folder, TENSOR_FOLDER);
  const files = existsSync(tensors) ? readdirSync(tensors) : [];
  if (!existsSync(join(folder, TRACE_FILE))) return files[0] ?? GRAPH_DUMP_FILE;
  let listed: Set<unknown>;
  try {
    listed = new Set(readManifest(folder).layers.map((layer) => (layer as Partial<TraceEntry> | null)?.file));
  } catch {
    return TRACE_FILE;
  }
  return files.find((file) => !listed.has(`${TENSOR_FOLDER}/${file}`));
}
