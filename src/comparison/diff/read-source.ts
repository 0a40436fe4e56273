import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { UserError } from "../../base/errors.js";
import { parseNpy } from "../../base/tensor/npy.js";
import { parseNpz } from "../../base/tensor/npz.js";
import type { Tensor } from "../../base/tensor/tensor.js";
import { TRACE_FILE } from "../../formats/trace/format.js";
import { readTrace } from "../../formats/trace/read.js";
import type { Trace, TraceLayer } from "../../formats/trace/trace.js";
import { readTvmDump, tvmDumpFolder } from "./tvm-dump.js";

/**
 * The tensors of a run, from whatever holds them: a trace folder, a dump of TVM's debug executor, a folder of `.npy`
 * files, a `.npz` or a single `.npy`. Arrays without a trace are layers named after their file, an index in front left
 * out (`0012_conv.npy` is `conv`).
 * @throws UserError when the path holds none of these.
 */
export function readTraceSource(path: string): Trace {
  if (!existsSync(path)) throw new UserError(`${path}: does not exist; name a trace folder, a .npz or a .npy`);
  if (!statSync(path).isDirectory()) return arrays(path, readArrays(path));
  if (existsSync(join(path, TRACE_FILE))) return readTrace(path);
  const dump = tvmDumpFolder(path);
  if (dump !== undefined) return readTvmDump(dump);
  const files = readdirSync(path)
    .filter((file) => file.endsWith(".npy"))
    .sort();
  if (files.length === 0) {
    throw new UserError(`${path}: holds no ${TRACE_FILE} and no .npy files; name the folder that a capture wrote`);
  }
  return arrays(
    path,
    files.map((file) => [file.slice(0, -4), parseNpy(readFileSync(join(path, file)), join(path, file))]),
  );
}

function readArrays(path: string): (readonly [string, Tensor])[] {
  const bytes = readFileSync(path);
  if (path.endsWith(".npz")) return [...parseNpz(bytes, path)];
  if (path.endsWith(".npy")) return [[basename(path, ".npy"), parseNpy(bytes, path)]];
  throw new UserError(`${path}: is not a folder, .npz or .npy; name a trace folder, or .onnx with --model_path`);
}

function arrays(path: string, named: readonly (readonly [string, Tensor])[]): Trace {
  const layers = named.map(([name, tensor], index): TraceLayer => {
    const id = name.replace(/^\d{4,}_/, "");
    return { index, name: id, id, op: "array", onnx: [], tensor };
  });
  return { runner: "arrays", model: basename(path), layers };
}
