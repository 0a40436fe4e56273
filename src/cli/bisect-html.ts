import type { CompiledForBoard } from "../codegen/compile-for-board.js";
import { diff } from "../diff/diff.js";
import { reportHtml } from "../report/report-html.js";
import { type ReportContext, reportInput } from "../report/report-input.js";
import type { Bisected } from "./bisect-board.js";

/** The page of `bisect --html`. */
export function bisectHtml(
  { found, reference, suspect }: Bisected,
  board: Pick<CompiledForBoard, "program" | "plan">,
  measured: Pick<ReportContext, "run" | "confusion"> = {},
): string {
  const { program } = board;
  const compared = diff(reference, suspect, { program });
  return reportHtml(reportInput(compared, reference, suspect, { program, board, bisection: found, ...measured }));
}
