import { join } from "node:path";
import { captureTrace } from "../boards/capture/capture-trace.js";
import { readLayers } from "../boards/capture/read-layers.js";
import { runOnBoard } from "../boards/capture/run-on-board.js";
import { runStatistics } from "../boards/capture/run-statistics.js";
import { type Exported, exportProject } from "../codegen/project/export-project.js";
import { comparedLayers } from "../comparison/diff/compared-layers.js";
import { diff } from "../comparison/diff/diff.js";
import type { Chip } from "../espdl/chip.js";
import { argmax } from "../execution/evaluate/confusion.js";
import type { OnnxModel } from "../formats/onnx/model.js";
import type { Trace } from "../formats/trace/trace.js";
import { writeTrace } from "../formats/trace/write.js";
import type { Sample } from "../quantization/calibrate/samples.js";
import { diffReport } from "./diff-report.js";
import { ExitCode } from "./exit-code.js";
import { kernelTable } from "./kernel-table.js";
import { madeText } from "./made-text.js";
import { fitText, memorySummary, memoryTable } from "./memory-table.js";
import { print, warn } from "./output.js";
import { startBoardShown } from "./start-board.js";
import type { Story } from "./story.js";

const CHIP: Chip = "esp32s3";
const BOARD = "wasm";

/**
 * The second half of the tour: the quantized model as C on a board that needs no hardware, and its layers back.
 * @param reference what the interpreter made of the same sample
 * @throws ExitCode 1 when a layer differs
 */
export async function tourBoard(
  model: OnnxModel,
  sample: Sample,
  reference: Trace,
  out: string,
  story: Story,
  chapter: (title: string) => void,
): Promise<{ readonly exported: Exported; readonly equal: string }> {
  chapter(`Export: the int8 model as C, in a project for ESP-IDF (${CHIP})`);
  const exported = await exportProject(model, { chip: CHIP, sample, out });
  const { program, plan, fit, warnings, project } = exported;
  story.detail(() => kernelTable(program));
  for (const warning of warnings) warn(warning);

  story.detail(() => `${memoryTable(program, plan)}\n\n${memorySummary(plan)}`);
  story.say(fitText(fit, program));

  chapter("Build, run and capture: a board that is a WebAssembly program, no hardware needed");
  const start = performance.now();
  const { link, buildLog } = await startBoardShown(project, BOARD);
  if (buildLog !== "") warn(buildLog.trim());
  story.say(
    `build    ${join(project, "build", BOARD)} (clang is WebAssembly too: ${((performance.now() - start) / 1000).toFixed(1)} s)`,
  );
  try {
    const layers = readLayers(project);
    const board = await captureTrace(link, layers, sample);
    const { outputs, totals, stack } = await runOnBoard(link, layers, sample);
    const [output] = outputs.values();
    const { median, min, max } = runStatistics(totals);
    const [middle, least, most] = [median, min, max].map((cost) => (cost / 1e6).toFixed(1));
    story.say(
      `run      it reads a ${argmax(output!.data as Float32Array)}: ${middle} ms (${least} to ${most}), ${stack.used} bytes of stack`,
    );
    writeTrace(join(out, "board_trace"), board);
    story.say(`capture  ${madeText(board)}, each where it lay in the board's memory`);
    const result = diff(reference, board);
    const equal = comparedLayers(result.layers).filter(({ status }) => status === "equal").length;
    const verdict = `${equal} of ${result.compared} layers identical to the reference, byte for byte`;
    if (equal === result.compared) return { exported, equal: verdict };
    print(`${verdict}\n\n${diffReport(result)}`);
    throw new ExitCode(1);
  } finally {
    await link.close();
  }
}
