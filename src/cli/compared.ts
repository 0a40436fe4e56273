import type { TraceDiff } from "../diff/trace-diff.js";
import type { ReportProgram } from "../report/report-input.js";
import type { Trace } from "../trace/trace.js";

/** A comparison and, unless one side is a log, the two runs; with what they executed, if that is known. */
export interface Compared {
  readonly diff: TraceDiff;
  readonly runs?: readonly [a: Trace, b: Trace];
  readonly ran?: ReportProgram;
}
