import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import * as v from "valibot";
import { UserError } from "../../base/errors.js";
import { readJson } from "../../base/json.js";
import { parseNpz } from "../../base/tensor/npz.js";
import type { Tensor } from "../../base/tensor/tensor.js";
import type { Trace, TraceLayer } from "../../formats/trace/trace.js";
import { parseTvmParams } from "./tvm-params.js";

/** The debugger's own file of all tensors, and its graph beside it. */
const PARAMS_FILE = "output_tensors.params";
const GRAPH_FILE = "_tvmdbg_graph_dump.json";
/** The same as numpy reads it: one entry a tensor, in execution order, and one array a key. */
const NODES_FILE = "nodes.json";
const TENSORS_FILE = "tensors.npz";

const REMEDY = "dump the run anew";
const graphSchema = v.object({ nodes: v.optional(v.array(v.object({ op: v.string() }))) });
const nodesSchema = v.array(
  v.object({ key: v.string(), index: v.number(), name: v.string(), op: v.string(), func: v.nullish(v.string()) }),
);

/** One output of a node. */
interface Entry {
  readonly index: number;
  readonly name: string;
  readonly op: string;
  readonly tensor: Tensor;
}

/** Where in a folder a dump of TVM's debug executor is: there or one device down; undefined where there is none. */
export function tvmDumpFolder(dir: string): string | undefined {
  const devices = readdirSync(dir).filter((name) => name.startsWith("_tvmdbg_device_"));
  return [dir, ...devices.map((name) => join(dir, name))].find((folder) =>
    [PARAMS_FILE, NODES_FILE].some((file) => existsSync(join(folder, file))),
  );
}

/**
 * A dump of TVM's debug executor: its `output_tensors.params` (with `_tvmdbg_graph_dump.json` for the operators), or
 * `nodes.json` (key, index, name, op) and `tensors.npz` (one array a key). Ids are made as in a trace: `name@index`
 * where a name repeats, `:1` … for the further outputs of one node.
 * @throws UserError when a file is missing or they do not fit each other.
 */
export function readTvmDump(dir: string): Trace {
  const entries = existsSync(join(dir, PARAMS_FILE)) ? paramsEntries(dir) : numpyEntries(dir);
  const indices = new Map<string, Set<number>>();
  for (const { name, index } of entries) indices.set(name, (indices.get(name) ?? new Set()).add(index));
  const outputs = new Map<number, number>();
  const layers = entries.map(({ index, name, op, tensor }): TraceLayer => {
    const output = outputs.get(index) ?? 0;
    outputs.set(index, output + 1);
    const id = `${indices.get(name)!.size > 1 ? `${name}@${index}` : name}${output > 0 ? `:${output}` : ""}`;
    return { index, name, id, op, onnx: [], tensor };
  });
  return { runner: "TVM", model: basename(dir), layers };
}

/** Keys are `name____topo-index:12____output-num:0`. */
function paramsEntries(dir: string): Entry[] {
  const file = join(dir, PARAMS_FILE);
  const nodes = existsSync(join(dir, GRAPH_FILE)) ? readJson(graphSchema, join(dir, GRAPH_FILE), REMEDY) : {};
  const entries = [...parseTvmParams(read(file), file)].map(([key, tensor]) => {
    const [, name, index, output] = /^(.*)____topo-index:(\d+)____output-num:(\d+)$/s.exec(key) ?? [];
    if (name === undefined) throw new UserError(`${file}: ${key} is no tensor of a debug run; dump the run anew`);
    const op = nodes.nodes?.[Number(index)]?.op ?? "array";
    return { index: Number(index), output: Number(output), name, op, tensor };
  });
  return entries.sort((a, b) => a.index - b.index || a.output - b.output);
}

function numpyEntries(dir: string): Entry[] {
  const tensors = parseNpz(read(join(dir, TENSORS_FILE)), join(dir, TENSORS_FILE));
  const nodes = readJson(nodesSchema, join(dir, NODES_FILE), REMEDY);
  return nodes.map(({ key, index, name, op, func }) => {
    const tensor = tensors.get(key);
    if (tensor === undefined)
      throw new UserError(`${dir}: ${TENSORS_FILE} lacks array ${key} (${name}); dump the run anew`);
    return { index, name, op: op === "null" ? "param" : (func ?? op), tensor };
  });
}

function read(path: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (error) {
    throw new UserError(`${path}: cannot be read (${(error as NodeJS.ErrnoException).code}); dump the run anew`);
  }
}
