import { join } from "node:path";
import { writeFileAtomically } from "../base/files/write-file.js";
import { fromBytes, toBytes } from "../base/tensor/dtype.js";
import { type Link, runModel } from "../boards/board/index.js";
import { readLayers } from "../boards/capture/layers-file.js";
import type { Exported } from "../codegen/project/export-project.js";
import { accuracy, argmax, type Confusion, confusion } from "../execution/evaluate/confusion.js";
import { reportHtml } from "../presentation/report/report-html.js";
import type { Sample } from "../quantization/calibrate/samples.js";
import { breakProject } from "../tour/break-project.js";
import { bisectBoard, measured } from "./bisect-board.js";
import { bisectContents } from "./bisect-contents.js";
import { bisectReport } from "./bisect-report.js";
import { heading, print } from "./output.js";
import { startBoardShown } from "./start-board.js";

const BOARD = "wasm";

/** Samples with what they show. */
export interface Labelled {
  readonly samples: readonly Sample[];
  readonly labels: readonly number[];
}

export interface TourBroken {
  /** The file of the quantized model. */
  readonly modelPath: string;
  readonly sample: Sample;
  readonly heldOut: Labelled;
  /** Share of `heldOut` that the reference reads right, 0 … 1. */
  readonly reads: number;
  readonly exported: Exported;
  readonly out: string;
}

/**
 * The end of the tour: one line of the exported C is made wrong, and the search finds it.
 */
export async function tourBroken({ modelPath, sample, heldOut, reads, exported, out }: TourBroken): Promise<void> {
  heading("8  Break the board on purpose, and find the layer and the cause");
  const broken = join(out, "broken_project");
  const { file, line, before, after } = breakProject(exported.project, broken);
  print(`One line of the C is changed, line ${line} of\n${join(broken, file)}:\n`);
  print(`- ${before}\n+ ${after}\n`);
  print("That pads below and right only, as TensorFlow does; the model, from PyTorch, pads on every side.");
  const report = join(out, "report.html");
  const board = await startBoardShown(broken, BOARD);
  const { link } = board;
  try {
    const matrix = await readDigits(link, heldOut);
    print(
      `It compiles without a warning, and the board reads ${percent(accuracy(matrix))} of the digits held out, not`,
    );
    print(`${percent(reads)}: easily missed. This is what bisect says of it:\n`);
    const bisected = await bisectBoard(board, exported.program, sample, modelPath);
    print(bisectReport(bisected.found));
    const run = await measured(link, readLayers(broken), sample);
    writeFileAtomically(report, reportHtml(bisectContents({ ...bisected, run }, exported, { matrix })));
  } finally {
    await board.close();
  }
  print(`\nreport  ${report}  (open it in a browser: the same with pictures)`);
}

async function readDigits(link: Link, { samples, labels }: Labelled): Promise<Confusion> {
  const read: number[] = [];
  for (const sample of samples) {
    const inputs = new Map([...sample].map(([name, { data }]) => [name, toBytes(data)]));
    const [scores] = await runModel(link, inputs);
    read.push(argmax(fromBytes("float32", scores!.bytes) as Float32Array));
  }
  return confusion(labels, read, 10);
}

const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;
