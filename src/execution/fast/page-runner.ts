import { type Arithmetic, TVM_ARITHMETIC } from "../../../kernels-ref/index.js";
import type { Program } from "../../ir/graph/program.js";
import { Executor } from "./executor.js";
import { FastRunner } from "./fast-runner.js";
import { fusedFor } from "./fused-for.js";
import { type OnnxRuntime, sessionsOf } from "./runtime-session.js";
import { cutSegments } from "./segments.js";

export interface PageRunnerOptions {
  /** Default: the arithmetic of ESP-DL's TVM flow on the board. */
  readonly arithmetic?: Arithmetic;
  /** The model's name, for traces. Default: empty. */
  readonly model?: string;
}

/**
 * A fast runner for a page, on float32 kernels, which are exact wherever float32 is; nothing of Node is in it.
 * @param runtime `onnxruntime-web`, loaded
 */
export function createPageRunner(program: Program, runtime: OnnxRuntime, options: PageRunnerOptions = {}): FastRunner {
  const { arithmetic = TVM_ARITHMETIC, model = "" } = options;
  const fused = fusedFor(program, arithmetic);
  return new FastRunner(program, fused, arithmetic, model, BATCH, async (keep) => {
    const segments = cutSegments(fused, arithmetic, keep, "floats");
    const executor = await Executor.open(fused, arithmetic, segments, sessionsOf(runtime));
    return {
      executor,
      async run(batches) {
        const results = [];
        for (const batch of batches) results.push(await executor.run(batch));
        return results;
      },
      close: () => executor.close(),
    };
  });
}

/** A page asks for one image at a time, mostly. */
const BATCH = 8;
