import { basename, dirname, join } from "node:path";
import { chipArithmetic } from "../espdl/chip.js";
import { compileEspdl } from "../espdl/compile.js";
import { runEspdl } from "../espdl/run.js";
import { fastTrace } from "../execution/fast/fast-trace.js";
import type { Trace } from "../formats/trace/trace.js";
import { writeTrace } from "../formats/trace/write.js";
import { graphDump } from "../ir/graph/dump.js";
import { chipOf, type EspdlOptions, inputsOf, readEspdlFile } from "./espdl-file.js";

/** What `debug` takes for an `.espdl` model. */
export interface DebugEspdlOptions extends EspdlOptions {
  readonly model_path: string;
  readonly img_path?: string;
  readonly dump_root?: string;
  readonly fast?: true;
}

/** Runs an `.espdl` model on one input, else on its embedded test inputs, and writes the trace. */
export async function debugEspdl(
  options: DebugEspdlOptions,
): Promise<{ readonly trace: Trace; readonly folder: string }> {
  const path = options.model_path;
  const model = readEspdlFile(path, options);
  const chip = chipOf(path, model, options);
  const inputs = inputsOf(model, chip, options.img_path);
  const program = compileEspdl(model, { chip });
  const run = options.fast
    ? await fastTrace(program, inputs, chipArithmetic(chip), "")
    : runEspdl(model, inputs, { chip }).trace;
  const trace = { ...run, model: basename(path) };
  const folder = options.dump_root ?? join(dirname(path), "tvmdbg");
  writeTrace(folder, trace, graphDump(program));
  return { trace, folder };
}
