import { join } from "node:path";
import { bisectBoard } from "../analysis/bisect/bisect-board.js";
import { writeFileAtomically } from "../base/files/write-file.js";
import { fromBytes, toBytes } from "../base/tensor/dtype.js";
import { type Link, runModel } from "../boards/board/index.js";
import { readLayers } from "../boards/capture/read-layers.js";
import type { Exported } from "../codegen/project/export-project.js";
import type { Bisection } from "../comparison/bisect/bisection.js";
import { isCulprit } from "../comparison/bisect/origin-words.js";
import { accuracy, argmax, type Confusion, confusion } from "../execution/evaluate/confusion.js";
import { reportHtml } from "../presentation/report/report-html.js";
import type { Sample } from "../quantization/calibrate/samples.js";
import { breakProject } from "../tour/break-project.js";
import { withAloneBar } from "./alone-bar.js";
import { bisectContents } from "./bisect-contents.js";
import { bisectReport, bisectVerdict } from "./bisect-report.js";
import { measured } from "./measured.js";
import { startBoardShown } from "./start-board.js";
import type { Story } from "./story.js";

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
  /** Shares of `heldOut` that the reference and the float model read right, 0 … 1. */
  readonly reads: number;
  readonly floatReads: number;
  readonly exported: Exported;
  readonly out: string;
  readonly story: Story;
  readonly chapter: (title: string) => void;
}

/**
 * The end of the tour: one line of the exported C is made wrong, and the search finds it.
 * @returns the fault, its cause and the page, a line each
 */
export async function tourBroken(tour: TourBroken): Promise<readonly string[]> {
  const { modelPath, sample, heldOut, reads, floatReads, exported, out, story, chapter } = tour;
  chapter("Break the board on purpose, and find the layer and the cause");
  const broken = join(out, "broken_project");
  const { file, line, before, after } = breakProject(exported.project, broken);
  story.say(`line ${line} of ${join(broken, file)}:`);
  story.say(`- ${before}\n+ ${after}`);
  const report = join(out, "report.html");
  const board = await startBoardShown(broken, BOARD);
  const { link } = board;
  try {
    const matrix = await readDigits(link, heldOut);
    story.say(
      `No compiler warns, and it reads ${percent(accuracy(matrix))} of the digits, not ${percent(reads)}. What bisect says:\n`,
    );
    const bisected = await withAloneBar((told) => bisectBoard(board, exported.program, sample, modelPath, told));
    story.say(bisectVerdict(bisected.found));
    story.detail(() => bisectReport(bisected.found));
    const run = await measured(link, readLayers(broken), sample);
    const beside = [["the int8 reference", reads] as const, ["float", floatReads] as const];
    writeFileAtomically(report, reportHtml(bisectContents({ ...bisected, run }, exported, { matrix, beside })));
    return [...foundLines(bisected.found), `page      ${report}: open it in a browser`];
  } finally {
    await board.close();
  }
}

function foundLines({ layers }: Bisection): string[] {
  const culprit = layers.find(isCulprit);
  const cause = culprit?.diagnosis?.hypotheses[0]?.text ?? "not known";
  const inherit = layers.filter(({ origin }) => origin === "inherited").length;
  return [
    `fault     a line of the C made wrong: layer ${culprit?.diff.index} is wrong by itself, ${inherit} only inherit`,
    `cause     ${cause}`,
  ];
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
