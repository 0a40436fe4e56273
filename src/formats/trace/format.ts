/** The names on disk of a trace, version 1. People script against them. */
export const TRACE_FORMAT = "espdl-lab-trace";
export const TRACE_VERSION = 1;
export const TRACE_FILE = "trace.json";
export const GRAPH_DUMP_FILE = "tvmdbg_graph_dump.json";
export const TENSOR_FOLDER = "tensors";

/** A layer in trace.json. */
export interface TraceEntry {
  readonly index: number;
  readonly name: string;
  readonly id: string;
  readonly op: string;
  readonly onnx: readonly string[];
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly exponent?: number | readonly number[];
  readonly file: string;
}

/** trace.json. */
export interface TraceManifest {
  readonly format: typeof TRACE_FORMAT;
  readonly version: typeof TRACE_VERSION;
  readonly runner: string;
  readonly model: string;
  /** Ids of the model's outputs, in the model's order; absent where they are not known. */
  readonly outputs?: readonly string[];
  readonly layers: readonly TraceEntry[];
}

/** Names of tensor files: `tensors/NNNN_<name>.npy`, where nothing but letters, digits, `.`, `_` and `-` is kept. */
export const TENSOR_FILE = /^tensors\/\d{4,}_[A-Za-z0-9._-]+\.npy$/;

/**
 * The file of a layer's tensor. Characters that a file system may refuse become `_`, long names are cut; the
 * `copy`-th tensor of one index (0 the first) gets a further number.
 */
export function tensorFile(index: number, name: string, copy: number): string {
  const safe = name.replace(/[^A-Za-z0-9._-]/g, "_").slice(0, 120) || "tensor";
  return `${TENSOR_FOLDER}/${String(index).padStart(4, "0")}_${safe}${copy > 0 ? `.${copy}` : ""}.npy`;
}
