import { basename, dirname, join } from "node:path";
import { compileEspdl } from "../espdl/compile.js";
import { runEspdl } from "../espdl/run.js";
import type { Trace } from "../formats/trace/trace.js";
import { writeTrace } from "../formats/trace/write.js";
import { graphDump } from "../ir/graph/dump.js";
import { chipOf, type EspdlOptions, inputsOf, readEspdlFile } from "./espdl-file.js";

/** What `debug` takes for an `.espdl` model. */
export interface DebugEspdlOptions extends EspdlOptions {
  readonly model_path: string;
  readonly img_path?: string;
  readonly dump_root?: string;
}

/** Runs an `.espdl` model on one input, else on its embedded test inputs, and writes the trace. */
export function debugEspdl(options: DebugEspdlOptions): { readonly trace: Trace; readonly folder: string } {
  const path = options.model_path;
  const model = readEspdlFile(path, options);
  const chip = chipOf(path, model, options);
  const run = runEspdl(model, inputsOf(model, chip, options.img_path), { chip });
  const trace = { ...run.trace, model: basename(path) };
  const folder = options.dump_root ?? join(dirname(path), "tvmdbg");
  writeTrace(folder, trace, graphDump(compileEspdl(model, { chip })));
  return { trace, folder };
}
