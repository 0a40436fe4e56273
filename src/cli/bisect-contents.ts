import type { Bisected } from "../analysis/bisect/bisect-board.js";
import type { CompiledForBoard } from "../codegen/compile-for-board.js";
import { diff } from "../comparison/diff/diff.js";
import type { ConfusionReport, ReportInput, RunSummary } from "../presentation/report/input.js";
import { reportInput } from "../presentation/report/report-input.js";

/**
 * What `bisect --html` and `bisect --json` show.
 * @param board the calls that both runs made, and their memory plan
 */
export function bisectContents(
  { found, reference, suspect, run }: Bisected & { readonly run?: RunSummary },
  board: Pick<CompiledForBoard, "program" | "plan">,
  confusion?: ConfusionReport,
): ReportInput {
  const { program } = board;
  const known = { program, board, bisection: found, ...(run && { run }), ...(confusion && { confusion }) };
  return reportInput(diff(reference, suspect, { program }), reference, suspect, known);
}
