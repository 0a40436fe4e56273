import type { TraceDiff } from "../comparison/diff/trace-diff.js";
import type { StoppedNode } from "../espdl/import/import-model.js";
import type { OnnxModel } from "../formats/onnx/model.js";
import type { Trace } from "../formats/trace/trace.js";
import type { Program } from "../ir/graph/program.js";
import type { ReportInput } from "../presentation/report/input.js";
import { boardProgram, reportInput } from "../presentation/report/report-input.js";

/** A comparison and, unless one side is a log, the two runs; with what they executed, if that is known. */
export interface Compared {
  readonly diff: TraceDiff;
  readonly runs?: readonly [a: Trace, b: Trace];
  readonly program?: Program;
  /** The quantized model that `program` was compiled from; tells the calls of a board and their memory. */
  readonly model?: OnnxModel;
  /** Nodes of an `.espdl` that no chip runs; what is compared ends before them. */
  readonly stopped?: readonly StoppedNode[];
}

/** What `diff --html` and `diff --json` show. */
export function comparedContents({ diff, runs, program, model }: Compared): ReportInput {
  if (runs === undefined) return { diff };
  const board = model && boardProgram(model);
  return reportInput(diff, ...runs, { ...(program && { program }), ...(board && { board }) });
}
