import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Command } from "commander";
import { quantizeModel } from "../analysis/quantize-model.js";
import { writeFileAtomically } from "../base/files/write-file.js";
import { packageFolder } from "../base/package-folder.js";
import { formatNpy } from "../base/tensor/npy.js";
import { classify } from "../execution/evaluate/classify.js";
import { accuracy, confusion } from "../execution/evaluate/confusion.js";
import { GraphModuleDebug } from "../execution/interpreter/graph-module-debug.js";
import { readModel } from "../formats/onnx/read.js";
import { serializeModel } from "../formats/onnx/write.js";
import { writeTrace } from "../formats/trace/write.js";
import { graphDump } from "../ir/graph/dump.js";
import type { Sample } from "../quantization/calibrate/samples.js";
import { preprocess } from "../quantization/preprocess/preprocess.js";
import { measureQuantization } from "../quantization/quantize/measure.js";
import { type Digit, images, loadDigits } from "../tour/digits.js";
import { confusionTable } from "./confusion-table.js";
import { layerTable } from "./layer-table.js";
import { madeText } from "./made-text.js";
import { warn } from "./output.js";
import { progressBar } from "./progress.js";
import { quantizationTable } from "./quantization-table.js";
import { Story } from "./story.js";
import { tourBoard } from "./tour-board.js";
import { tourBroken } from "./tour-broken.js";

const CHAPTERS = 7;

/** What the walk begins with, and the names under which the README's lines find it. */
const SHIPPED = [
  ["models/mnist_cnn.onnx", "model.onnx"],
  ["data/held_out.npz", "held_out.npz"],
] as const;

const WRITTEN = [
  ["model.onnx calib.npy input.npy held_out.npz", "what the README's lines begin with"],
  ["quantized.onnx tvmdbg/", "the int8 model, every tensor of its run"],
  ["new_project/ model.tar board_trace/", "the same as C, and on the board"],
  ["broken_project/ report.html", "the fault, and what bisect found"],
] as const;
const WRITTEN_WIDTH = 46;

interface Options {
  readonly out: string;
  readonly verbose?: true;
}

export function tourCommand(): Command {
  return new Command("tour")
    .option("--out <folder>", "where to write the files", "out")
    .option("--verbose", "with the tables of every step")
    .addHelpText("after", "\nExample:\n  espdl-lab tour --out /tmp/tour")
    .action(run);
}

async function run({ out, verbose }: Options): Promise<void> {
  const story = new Story(verbose ?? false);
  const steps = progressBar("tour", CHAPTERS);
  let step = 0;
  const chapter = (title: string): void => {
    steps.update(step++);
    story.chapter(`${step}  ${title}`);
  };
  try {
    story.tell(await walk(out, story, chapter, steps.stop));
  } finally {
    steps.stop();
  }
}

/** @returns what was found, in lines */
async function walk(
  out: string,
  story: Story,
  chapter: (title: string) => void,
  done: () => void,
): Promise<readonly string[]> {
  const digits = loadDigits();
  const path = (file: string): string => join(out, file);
  mkdirSync(out, { recursive: true });

  chapter("Preprocess: infer shapes, fold what can be folded");
  for (const [file, to] of SHIPPED) writeFileAtomically(path(to), readFileSync(packageFolder("notebooks", file)));
  const original = readModel(path("model.onnx"));
  const float = await preprocess(original);
  writeFileAtomically(path("preprocessed.onnx"), serializeModel(float));
  story.say(`a digit classifier: ${original.graph.nodes.length} → ${float.graph.nodes.length} nodes`);

  chapter("Calibrate on handwritten digits and quantize to int8");
  const input = (float.graph.inputs[0] as { name: string }).name;
  const feed = (digit: Digit): Sample => new Map([[input, digit.image]]);
  writeFileAtomically(path("calib.npy"), formatNpy(digits.calibration));
  const samples = images(digits.calibration).map((image) => new Map([[input, image]]));
  const quantized = await quantizeModel(float, samples, {});
  const rows = await measureQuantization(quantized.float, quantized.tensors, samples);
  writeFileAtomically(path("quantized.onnx"), serializeModel(quantized.model));
  story.say(`${samples.length} digits gave ${rows.length} tensors a power of two as their scale`);
  story.detail(() => quantizationTable(rows));
  for (const warning of quantized.warnings) warn(warning.message);

  const shown = digits.heldOut[0] as Digit;
  chapter(`Run one ${shown.label} that nobody has seen, layer by layer, as the chip computes it`);
  const module = GraphModuleDebug.create(quantized.model);
  module.setInput(input, shown.image);
  const trace = module.run();
  writeTrace(path("tvmdbg"), trace, graphDump(module.program));
  writeFileAtomically(path("input.npy"), formatNpy(shown.image));
  story.say(`${madeText(trace)}, one tensor a layer`);
  story.detail(() => layerTable(trace));
  for (const warning of module.warnings) warn(warning);

  chapter(`Float against int8 on the ${digits.heldOut.length} digits held out`);
  const heldOut = digits.heldOut.map(feed);
  const truth = digits.heldOut.map((digit) => digit.label);
  const inFloat = accuracy(confusion(truth, await classify(original, heldOut), 10));
  const matrix = confusion(truth, await classify(module.program, heldOut), 10);
  const inInt8 = accuracy(matrix);
  const reads = `float reads ${percent(inFloat)} of ${heldOut.length} digits that it has never seen, int8 ${percent(inInt8)}`;
  story.say(reads);
  story.detail(() => confusionTable(matrix));

  const { exported, equal } = await tourBoard(quantized.model, feed(shown), trace, out, story, chapter);
  const known = { samples: heldOut, labels: truth };
  const broken = { modelPath: path("quantized.onnx"), sample: feed(shown), heldOut: known };
  const found = await tourBroken({ ...broken, reads: inInt8, floatReads: inFloat, exported, out, story, chapter });
  done();

  story.chapter(`Written to ${out}`);
  for (const [files, what] of WRITTEN) story.say(`  ${files.padEnd(WRITTEN_WIDTH)}${what}`);
  story.chapter("Try next");
  story.say(`  npx espdl-lab bisect --project ${path("broken_project")} --model_path ${path("quantized.onnx")}`);
  story.say(`  npx espdl-lab run --project ${path("new_project")} --board host          (needs cc)`);
  story.say("  npx espdl-lab tour --verbose                                   (with all tables)");
  return [`accuracy  ${reads}`, `board     ${equal}`, ...found];
}

const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;
