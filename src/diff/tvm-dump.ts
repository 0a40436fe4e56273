import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { UserError } from "../errors.js";
import { parseNpz } from "../tensor/npz.js";
import type { Trace, TraceLayer } from "../trace/trace.js";

/** The graph of a dump: one entry a tensor, in execution order. */
export const TVM_NODES_FILE = "nodes.json";
const TENSORS_FILE = "tensors.npz";

interface Entry {
  readonly key: string;
  readonly index: number;
  readonly name: string;
  readonly op: string;
  readonly func: string | null;
}

/**
 * A dump of TVM's debug executor: `nodes.json` (key, index, name, op) and `tensors.npz` (one array a key). Ids are made as
 * in a trace: `name@index` where a name repeats, `:1` … for the further outputs of one node.
 * @throws UserError when a file is missing or they do not fit each other.
 */
export function readTvmDump(dir: string): Trace {
  const tensors = parseNpz(read(join(dir, TENSORS_FILE)), join(dir, TENSORS_FILE));
  const entries = JSON.parse(Buffer.from(read(join(dir, TVM_NODES_FILE))).toString("utf8")) as Entry[];
  const indices = new Map<string, Set<number>>();
  for (const { name, index } of entries) indices.set(name, (indices.get(name) ?? new Set()).add(index));
  const outputs = new Map<number, number>();
  const layers = entries.map(({ key, index, name, op, func }): TraceLayer => {
    const tensor = tensors.get(key);
    if (tensor === undefined)
      throw new UserError(`${dir}: ${TENSORS_FILE} lacks array ${key} (${name}); dump the run anew`);
    const output = outputs.get(index) ?? 0;
    outputs.set(index, output + 1);
    const id = `${indices.get(name)!.size > 1 ? `${name}@${index}` : name}${output > 0 ? `:${output}` : ""}`;
    return { index, name, id, op: op === "null" ? "param" : (func ?? op), onnx: [], tensor };
  });
  return { runner: "TVM", model: basename(dir), layers };
}

function read(path: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (error) {
    throw new UserError(`${path}: cannot be read (${(error as NodeJS.ErrnoException).code}); dump the run anew`);
  }
}
