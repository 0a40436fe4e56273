import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Command } from "commander";
import colors from "picocolors";
import type { Sample } from "../calibrate/samples.js";
import { writeFileAtomically } from "../files.js";
import { graphDump } from "../graph/dump.js";
import type { Program } from "../graph/program.js";
import { GraphModuleDebug } from "../interpreter/graph-module-debug.js";
import { interpret } from "../interpreter/interpret.js";
import type { OnnxModel } from "../onnx/model.js";
import { readModel } from "../onnx/read.js";
import { serializeModel } from "../onnx/write.js";
import { Session } from "../ort/session.js";
import { preprocess } from "../preprocess/preprocess.js";
import { measureQuantization } from "../quantize/measure.js";
import { quantizeModel } from "../quantize/quantize-model.js";
import { formatNpy } from "../tensor/npy.js";
import type { Tensor } from "../tensor/tensor.js";
import { accuracy, argmax, type Confusion, confusion } from "../tour/confusion.js";
import { type Digit, loadDigits, spread } from "../tour/digits.js";
import { writeTrace } from "../trace/write.js";
import { layerTable } from "./layer-table.js";
import { print, warn } from "./output.js";
import { progressBar } from "./progress.js";
import { quantizationTable } from "./quantization-table.js";
import { formatTable } from "./table.js";

const CALIBRATION_SAMPLES = 100;

export function tourCommand(): Command {
  return new Command("tour")
    .description("the whole flow on a digit classifier: what `npm start` runs")
    .option("--out <folder>", "where to write the files", "out")
    .addHelpText("after", "\nExample:\n  espdl-lab tour --out /tmp/tour")
    .action(run);
}

async function run({ out }: { out: string }): Promise<void> {
  const digits = loadDigits();
  const path = (file: string): string => join(out, file);
  mkdirSync(out, { recursive: true });

  heading("1  Preprocess: infer shapes, fold what can be folded");
  const modelPath = fileURLToPath(new URL("../../../notebooks/models/mnist_cnn.onnx", import.meta.url));
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
  const inFloat = await floatConfusion(original, digits.heldOut);
  const inInt8 = int8Confusion(module.program, input, digits.heldOut);
  print(confusionTable(inInt8));
  const percent = (matrix: Confusion): string => `${(accuracy(matrix) * 100).toFixed(1)} %`;
  print(`\naccuracy: float ${percent(inFloat)}, int8 ${percent(inInt8)}`);

  heading("Written");
  print(`${path("quantized.onnx")}   the int8 model`);
  print(`${path("tvmdbg")}           every tensor of that run: trace.json, tensors/*.npy`);
  print("\nTry next:");
  print(
    `  npx espdl-lab debug --target_chip esp32s3 --model_path ${path("quantized.onnx")} --img_path ${path("input.npy")}`,
  );
}

function heading(text: string): void {
  print(`\n${colors.bold(text)}\n`);
}

async function floatConfusion(model: OnnxModel, digits: readonly Digit[]): Promise<Confusion> {
  const session = await Session.open(model);
  const input = (model.graph.inputs[0] as { name: string }).name;
  const output = (model.graph.outputs[0] as { name: string }).name;
  const predicted: number[] = [];
  for (const digit of digits) {
    const outputs = await session.run(new Map([[input, digit.image]]));
    predicted.push(argmax((outputs.get(output) as Tensor).data as Float32Array));
  }
  await session.close();
  return confusionOf(digits, predicted);
}

function int8Confusion(program: Program, input: string, digits: readonly Digit[]): Confusion {
  const bar = progressBar("int8", digits.length);
  const predicted = digits.map((digit, i) => {
    const trace = interpret(program, new Map([[input, digit.image]]), { keep: "outputs" });
    bar.update(i + 1);
    return argmax((trace.layers.at(-1) as { tensor: Tensor }).tensor.data as Float32Array);
  });
  bar.stop();
  return confusionOf(digits, predicted);
}

function confusionOf(digits: readonly Digit[], predicted: readonly number[]): Confusion {
  const truth = digits.map((digit) => digit.label);
  return confusion(truth, predicted, 10);
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
