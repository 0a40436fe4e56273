import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { Command } from "commander";
import { quantizeModel } from "../analysis/quantize-model.js";
import { writeFileAtomically } from "../base/files/write-file.js";
import { packageFolder } from "../base/package-folder.js";
import { formatNpy } from "../base/tensor/npy.js";
import { classify } from "../execution/evaluate/classify.js";
import { accuracy, type Confusion, confusion } from "../execution/evaluate/confusion.js";
import { GraphModuleDebug } from "../execution/interpreter/graph-module-debug.js";
import { readModel } from "../formats/onnx/read.js";
import { serializeModel } from "../formats/onnx/write.js";
import { writeTrace } from "../formats/trace/write.js";
import { graphDump } from "../ir/graph/dump.js";
import type { Sample } from "../quantization/calibrate/samples.js";
import { preprocess } from "../quantization/preprocess/preprocess.js";
import { measureQuantization } from "../quantization/quantize/measure.js";
import { type Digit, loadDigits, spread } from "../tour/digits.js";
import { layerTable } from "./layer-table.js";
import { heading, print, warn } from "./output.js";
import { progressBar } from "./progress.js";
import { quantizationTable } from "./quantization-table.js";
import { formatTable } from "./table.js";
import { tourBoard } from "./tour-board.js";
import { tourBroken } from "./tour-broken.js";

const CALIBRATION_SAMPLES = 100;
const WRITTEN = [
  ["quantized.onnx", "the int8 model"],
  ["tvmdbg", "every tensor of the reference run: trace.json, tensors/*.npy"],
  ["model.tar", "the model as C"],
  ["new_project", "the C project, for ESP-IDF 5 and for the boards that are programs"],
  ["board_trace", "every tensor of the run on the board"],
  ["broken_project", "the project with the one line changed"],
  ["report.html", "what was found, with pictures: open it in a browser"],
] as const;

export function tourCommand(): Command {
  return new Command("tour")
    .option("--out <folder>", "where to write the files", "out")
    .addHelpText("after", "\nExample:\n  espdl-lab tour --out /tmp/tour")
    .action(run);
}

async function run({ out }: { out: string }): Promise<void> {
  const digits = loadDigits();
  const path = (file: string): string => join(out, file);
  mkdirSync(out, { recursive: true });

  heading("1  Preprocess: infer shapes, fold what can be folded");
  const modelPath = packageFolder("notebooks", "models", "mnist_cnn.onnx");
  const original = readModel(modelPath);
  const float = await preprocess(original);
  writeFileAtomically(path("preprocessed.onnx"), serializeModel(float));
  print(`mnist_cnn.onnx: ${original.graph.nodes.length} → ${float.graph.nodes.length} nodes`);

  heading(`2  Calibrate on ${CALIBRATION_SAMPLES} handwritten digits and quantize to int8`);
  const input = (float.graph.inputs[0] as { name: string }).name;
  const feed = (digit: Digit): Sample => new Map([[input, digit.image]]);
  const samples = spread(digits.training, CALIBRATION_SAMPLES).map(feed);
  const quantized = await quantizeModel(float, samples, {});
  const rows = await measureQuantization(quantized.float, quantized.tensors, samples);
  writeFileAtomically(path("quantized.onnx"), serializeModel(quantized.model));
  print(quantizationTable(rows));
  for (const warning of quantized.warnings) warn(warning.message);

  const shown = digits.heldOut[0] as Digit;
  heading(`3  Run one ${shown.label} that nobody has seen, layer by layer, as the chip computes it`);
  const module = GraphModuleDebug.create(quantized.model);
  module.setInput(input, shown.image);
  const trace = module.run();
  writeTrace(path("tvmdbg"), trace, graphDump(module.program));
  writeFileAtomically(path("input.npy"), formatNpy(shown.image));
  print(layerTable(trace));
  for (const warning of module.warnings) warn(warning);

  heading(`4  Float against int8 on the ${digits.heldOut.length} digits held out`);
  const heldOut = digits.heldOut.map(feed);
  const truth = digits.heldOut.map((digit) => digit.label);
  const inFloat = confusion(truth, await classify(original, heldOut), 10);
  const bar = progressBar("int8", heldOut.length);
  const inInt8 = confusion(truth, await classify(module.program, heldOut, bar.update), 10);
  bar.stop();
  print(confusionTable(inInt8));
  const percent = (matrix: Confusion): string => `${(accuracy(matrix) * 100).toFixed(1)} %`;
  print(`\naccuracy: float ${percent(inFloat)}, int8 ${percent(inInt8)}`);

  const exported = await tourBoard(quantized.model, feed(shown), trace, out);
  const known = { samples: heldOut, labels: truth };
  const broken = { modelPath: path("quantized.onnx"), sample: feed(shown), heldOut: known };
  await tourBroken({ ...broken, reads: accuracy(inInt8), exported, out });

  heading("Written");
  for (const [file, what] of WRITTEN) print(`${path(file).padEnd(path("quantized.onnx").length)}  ${what}`);
  print("\nTry next:");
  print(`  npx espdl-lab bisect --project ${path("broken_project")} --model_path ${path("quantized.onnx")}`);
  print(`  npx espdl-lab run --project ${path("new_project")} --board host          (needs cc)`);
  print(`  npx espdl-lab run --project ${path("new_project")} --board qemu-esp32c3  (counts instructions)`);
}

function confusionTable(matrix: Confusion): string {
  const columns = [
    { title: "written ↓ read →" },
    ...matrix.map((_, i) => ({ title: String(i), align: "right" as const })),
  ];
  const rows = matrix.map((row, i) => [
    String(i),
    ...row.map((count, j) => (count === 0 && i !== j ? "·" : String(count))),
  ]);
  return formatTable(columns, rows);
}
