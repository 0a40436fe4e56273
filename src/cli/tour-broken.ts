import { join } from "node:path";
import type { Sample } from "../calibrate/samples.js";
import { type CompiledForBoard, compileForBoard } from "../codegen/compile-for-board.js";
import { writeFileAtomically } from "../files.js";
import type { OnnxModel } from "../onnx/model.js";
import { breakProject } from "../tour/break-project.js";
import { bisectBoard } from "./bisect-board.js";
import { bisectHtml } from "./bisect-html.js";
import { bisectReport } from "./bisect-report.js";
import { heading, print } from "./output.js";
import { startBoardShown } from "./start-board.js";

const BOARD = "wasm";

/**
 * The end of the tour: one line of the exported C is made wrong, and the search finds it.
 * @param project the one that was exported
 * @param modelPath of `model`, for the command that repeats it
 */
export async function tourBroken(
  model: OnnxModel,
  modelPath: string,
  sample: Sample,
  project: string,
  out: string,
): Promise<void> {
  heading("8  Break it on purpose: one line of the C, and the board gives other numbers. Which layer, and why?");
  const broken = join(out, "broken_project");
  const { file, line, before, after } = breakProject(project, broken);
  print(`${join(broken, file)}`);
  print(`line ${line}`);
  print(`- ${before}`);
  print(`+ ${after}\n`);
  const compiled: CompiledForBoard = compileForBoard(model);
  const { link } = await startBoardShown(broken, BOARD);
  const report = join(out, "report.html");
  try {
    const bisected = await bisectBoard(link, compiled.program, sample, modelPath);
    print(bisectReport(bisected.found));
    writeFileAtomically(report, bisectHtml(bisected, compiled));
  } finally {
    await link.close();
  }
  print(`\nreport  ${report}`);
  print(`again   npx espdl-lab bisect --project ${broken} --model_path ${modelPath} --html ${report}`);
}
