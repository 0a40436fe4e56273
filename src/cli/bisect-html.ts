import type { CompiledForBoard } from "../codegen/compile-for-board.js";
import { diff } from "../diff/diff.js";
import type { ConfusionReport } from "../report/input.js";
import { reportHtml } from "../report/report-html.js";
import { reportInput } from "../report/report-input.js";
import type { Bisected } from "./bisect-board.js";

/**
 * The page of `bisect --html`.
 * @param board the calls that both runs made, and their memory plan
 */
export function bisectHtml(
  { found, reference, suspect, run }: Bisected,
  board: Pick<CompiledForBoard, "program" | "plan">,
  confusion?: ConfusionReport,
): string {
  const { program } = board;
  const known = { program, board, bisection: found, ...(run && { run }), ...(confusion && { confusion }) };
  return reportHtml(reportInput(diff(reference, suspect, { program }), reference, suspect, known));
}
