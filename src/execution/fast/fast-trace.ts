import type { Arithmetic } from "../../../kernels-ref/index.js";
import type { Tensor } from "../../base/tensor/tensor.js";
import type { Trace } from "../../formats/trace/trace.js";
import type { Program } from "../../ir/graph/program.js";
import { createFastRunner } from "./runner.js";

/** The trace of one run, as `interpret` gives it. @throws UserError when an input does not fit. */
export async function fastTrace(
  program: Program,
  feeds: ReadonlyMap<string, Tensor>,
  arithmetic: Arithmetic,
  model: string,
): Promise<Trace> {
  const runner = createFastRunner(program, { arithmetic, model, batchSize: 1 });
  try {
    const [trace] = await runner.trace([feeds]);
    return trace as Trace;
  } finally {
    await runner.close();
  }
}
