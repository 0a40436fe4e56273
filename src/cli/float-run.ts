import { existsSync } from "node:fs";
import { join } from "node:path";
import { UserError } from "../base/errors.js";
import { TRACE_FILE } from "../formats/trace/format.js";
import { readManifest } from "../formats/trace/read.js";
import type { Trace } from "../formats/trace/trace.js";
import { warn } from "./output.js";

const isInt8 = (layers: readonly unknown[]): boolean =>
  layers.some((layer) => /^int(8|16)$/.test((layer as { dtype?: string } | null)?.dtype ?? ""));

/**
 * Says so where a run has nothing quantized.
 * @throws UserError before the trace of a float model replaces that of a quantized one.
 */
export function tellFloat(model: string, trace: Trace, folder: string): void {
  if (isInt8(trace.layers.map(({ tensor }) => tensor))) return;
  if (existsSync(join(folder, TRACE_FILE)) && isInt8(readManifest(folder).layers))
    throw new UserError(
      `${model}: is a float model, and ${folder} holds the trace of a quantized one; give the quantized model, or another --dump_root`,
    );
  warn(`${model}: is a float model: nothing in it is quantized, and no chip of the TVM flow runs it like this`);
}
