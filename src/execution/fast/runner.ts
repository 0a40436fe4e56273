import { type Arithmetic, TVM_ARITHMETIC } from "../../../kernels-ref/index.js";
import type { Program } from "../../ir/graph/program.js";
import { Executor } from "./executor.js";
import { FastRunner } from "./fast-runner.js";
import type { Form } from "./form.js";
import { fusedFor } from "./fused-for.js";
import { openNative } from "./native-session.js";
import { cutSegments } from "./segments.js";
import { knownForm } from "./self-test/known-form.js";
import { BatchWork } from "./threads/batch-work.js";
import { defaultThreads } from "./threads/helpers.js";

export interface FastRunnerOptions {
  /** Default: the arithmetic of ESP-DL's TVM flow on the board. */
  readonly arithmetic?: Arithmetic;
  /** The model's name, for traces. Default: empty. */
  readonly model?: string;
  /** Samples that go through the network at once, at least 1. Default: 8. */
  readonly batchSize?: number;
  /**
   * Threads that run batches, from 1; the integers do not depend on them. Others than this one are started when it has
   * worked for a while. Default: as many as there are processors, 8 at most.
   */
  readonly threads?: number;
  /** Default: the fastest that is known to be exact on this machine. */
  readonly form?: Form;
}

/**
 * A fast runner of a program: of the TVM flow (`compileForDebug`) or of an `.espdl` (`compileEspdl`, with the chip's
 * arithmetic). Close it when done.
 *
 * ```ts
 * const runner = createFastRunner(program);
 * const outputs = await runner.run(samples); // outputs[sample][output]: Tensor
 * const [trace] = await runner.trace([sample]); // as interpret(program, sample)
 * await runner.close();
 * ```
 */
export function createFastRunner(program: Program, options: FastRunnerOptions = {}): FastRunner {
  const { arithmetic = TVM_ARITHMETIC, model = "", batchSize = 8, threads = defaultThreads() } = options;
  const fused = fusedFor(program, arithmetic);
  return new FastRunner(program, fused, arithmetic, model, batchSize, async (keep) => {
    const form = options.form ?? (await knownForm());
    const executor = await Executor.open(fused, arithmetic, cutSegments(fused, arithmetic, keep, form), openNative);
    return new BatchWork(executor, { program: fused, arithmetic, keep, form }, threads);
  });
}
