import { basename, dirname, join } from "node:path";
import { compileEspdl } from "../espdl/compile.js";
import type { StoppedNode } from "../espdl/import/import-model.js";
import { unknownAttributes } from "../espdl/import/known-attributes.js";
import type { EspdlModel } from "../espdl/model.js";
import { nodeName } from "../espdl/node-name.js";
import { runEspdl } from "../espdl/run.js";
import { printable } from "../formats/onnx/printable.js";
import type { Trace } from "../formats/trace/trace.js";
import { writeTrace } from "../formats/trace/write.js";
import { graphDump } from "../ir/graph/dump.js";
import { chipOf, type EspdlOptions, inputsOf, readEspdlFile } from "./espdl-file.js";
import { type VectorOptions, vectorOf } from "./espdl-options.js";
import { warn } from "./output.js";

/** What `debug` takes for an `.espdl` model. */
export interface DebugEspdlOptions extends EspdlOptions, VectorOptions {
  readonly model_path: string;
  readonly img_path?: string;
  readonly dump_root?: string;
}

export interface DebugEspdlResult {
  readonly trace: Trace;
  readonly folder: string;
  readonly stopped: readonly StoppedNode[];
}

/** Runs an `.espdl` model on one input, else on its embedded test inputs, and writes the trace. */
export function debugEspdl(options: DebugEspdlOptions): DebugEspdlResult {
  const path = options.model_path;
  const model = readEspdlFile(path, options);
  const chip = chipOf(path, model, options);
  const run = runEspdl(model, inputsOf(model, chip, options.img_path), {
    chip,
    partial: true,
    vector: vectorOf(options),
  });
  const trace = { ...run.trace, model: basename(path) };
  const folder = options.dump_root ?? join(dirname(path), "tvmdbg");
  writeTrace(folder, trace, graphDump(compileEspdl(model, { chip, partial: true })));
  tellStopped(run.stopped);
  for (const text of unknownText(model)) warn(text);
  return { trace, folder, stopped: run.stopped };
}

/** Why the trace does not reach the outputs. */
function tellStopped(stopped: readonly StoppedNode[]): void {
  for (const { node, op, reason } of stopped.filter(({ follows }) => !follows))
    warn(`${printable(node)} (${printable(op)}): not run: ${reason}`);
  const following = stopped.filter(({ follows }) => follows).length;
  if (following > 0) warn(`${following} nodes that need its output are not run either; all others are in the trace`);
}

function unknownText({ graph }: EspdlModel): string[] {
  return graph.nodes.flatMap((node) => {
    const unknown = unknownAttributes(node);
    const names = unknown.map((name) => JSON.stringify(printable(name))).join(", ");
    return unknown.length === 0
      ? []
      : [`${printable(nodeName(node))}: ${names} has no meaning here and is not computed`];
  });
}
