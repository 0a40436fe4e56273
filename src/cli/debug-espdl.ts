import { basename, dirname, join } from "node:path";
import { UserError } from "../base/errors.js";
import { chipArithmetic } from "../espdl/chip.js";
import { compileEspdl } from "../espdl/compile.js";
import { checkDeclared } from "../espdl/declared.js";
import type { StoppedNode } from "../espdl/import/import-model.js";
import { type NodeCost, nodeCosts } from "../espdl/node-costs.js";
import { runEspdl } from "../espdl/run.js";
import { fastTrace } from "../execution/fast/fast-trace.js";
import type { Trace } from "../formats/trace/trace.js";
import { writeTrace } from "../formats/trace/write.js";
import { graphDump } from "../ir/graph/dump.js";
import { chipOf, type EspdlOptions, inputsOf, readEspdlFile } from "./espdl-file.js";
import { type VectorOptions, vectorOf } from "./espdl-options.js";
import { type KernelsOption, kernelsOf } from "./kernels-option.js";
import { tellLong } from "./tell-long.js";
import { tellStopped } from "./tell-stopped.js";
import { warnUnknown } from "./warn-unknown.js";

/** What `debug` takes for an `.espdl` model. */
export interface DebugEspdlOptions extends EspdlOptions, VectorOptions, KernelsOption {
  readonly model_path: string;
  readonly img_path?: string;
  readonly dump_root?: string;
  readonly fast?: true;
}

export interface DebugEspdlResult {
  readonly trace: Trace;
  readonly folder: string;
  readonly stopped: readonly StoppedNode[];
  /** With `--kernels`: what each node took. */
  readonly costs?: readonly NodeCost[];
}

/** Runs an `.espdl` model on one input, else on its embedded test inputs, and writes the trace. */
export async function debugEspdl(options: DebugEspdlOptions): Promise<DebugEspdlResult> {
  const path = options.model_path;
  const model = readEspdlFile(path, options);
  const chip = chipOf(path, model, options);
  const [inputs, vector] = [inputsOf(model, chip, options.img_path), vectorOf(options)];
  const kernels = kernelsOf(options, chip, vector);
  if (kernels && options.fast) throw new UserError("--kernels: contradicts --fast; give one of them");
  const program = compileEspdl(model, { chip, partial: true });
  checkDeclared(model, program);
  tellLong(program, options.fast ? "fast" : "interpret");
  const run = options.fast
    ? await fastTrace(program, inputs, chipArithmetic(chip, false, vector), "")
    : runEspdl(model, inputs, { chip, partial: true, vector, ...(kernels && { kernels }) }).trace;
  const trace = { ...run, model: basename(path) };
  const folder = options.dump_root ?? join(dirname(path), "tvmdbg");
  writeTrace(folder, trace, graphDump(program));
  tellStopped(program.stopped);
  warnUnknown(model);
  return { trace, folder, stopped: program.stopped, ...(kernels && { costs: nodeCosts(program, kernels) }) };
}
