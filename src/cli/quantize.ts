import { Command, Option } from "commander";
import { UserError } from "../base/errors.js";
import { writeFileAtomically } from "../base/files.js";
import { readModel } from "../formats/onnx/read.js";
import { serializeModel } from "../formats/onnx/write.js";
import type { CalibrationOptions } from "../quantization/calibrate/calibrate.js";
import type { Sample } from "../quantization/calibrate/samples.js";
import { keepBack } from "../quantization/dataset/kept-back.js";
import { openSamples, type SampleFile } from "../quantization/dataset/samples.js";
import { measureQuantization } from "../quantization/quantize/measure.js";
import { quantizeModel } from "../quantization/quantize/quantize-model.js";
import { type Nearness, nearness, nearnessText, nearnessWarning } from "./nearness.js";
import { print, printJson, warn } from "./output.js";
import { checkOutputFile } from "./output-file.js";
import { progressBar } from "./progress.js";
import { quantizationTable } from "./quantization-table.js";

interface Options {
  readonly input_model: string;
  readonly output_model: string;
  readonly calibrate_dataset: string;
  readonly calibrate_method: CalibrationOptions["method"];
  readonly per_channel?: true;
  readonly compat?: true;
  readonly json?: true;
}

export function quantizeCommand(): Command {
  return new Command("quantize")
    .description("calibrate a float model on samples and quantize it to power-of-two int8")
    .requiredOption("--input_model <model.onnx>", "float model, preprocessed")
    .requiredOption("--output_model <model.onnx>", "where to write the int8 model")
    .requiredOption("--calibrate_dataset <samples.npy>", "[samples, …]; a .npz keyed by input name for several inputs")
    .option("--per_channel", "one weight scale an output channel")
    .addOption(
      new Option("--calibrate_method <method>", "how ranges are found")
        .choices(["entropy", "minmax", "percentile"])
        .default("entropy"),
    )
    .option("--compat", "the original esp_quantize_onnx.py's bytes, its bugs included")
    .option("--json", "print the table as JSON")
    .addHelpText(
      "after",
      "\nExample:\n  espdl-lab quantize --input_model model_pre.onnx --output_model model_int8.onnx \\\n    --calibrate_dataset calib.npy",
    )
    .action(run);
}

async function run(options: Options): Promise<void> {
  checkOutputFile("--output_model", options.output_model, [options.input_model, options.calibrate_dataset]);
  const model = readModel(options.input_model);
  const samples = openSamples(options.calibrate_dataset, model);
  const split = options.compat ? undefined : keepBack(samples);
  const result = await calibrated(options, model, split?.calibration ?? samples);
  const tensors = await measured(result, samples);
  const near = await measuredNearness(result, split?.keptBack ?? samples, split !== undefined);
  writeFileAtomically(options.output_model, serializeModel(result.model));
  for (const warning of result.warnings) warn(warning.message);
  const bad = near && nearnessWarning(near);
  if (bad !== undefined) warn(bad);
  if (options.json)
    return printJson({ output: options.output_model, tensors, warnings: result.warnings, ...(near && { chip: near }) });
  print(quantizationTable(tensors));
  print(
    `\n${options.output_model}: ${result.model.graph.nodes.length} nodes, ${samples.count} samples, ${options.calibrate_method}`,
  );
  if (near !== undefined) print(nearnessText(near));
}

/** Nothing but a warning when the chip's flow does not take the model: the file is written all the same. */
async function measuredNearness(
  { float, model }: Awaited<ReturnType<typeof quantizeModel>>,
  samples: Iterable<Sample>,
  keptBack: boolean,
): Promise<Nearness | undefined> {
  try {
    return await nearness(float, model, samples, keptBack);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    warn(`not run in the chip's integers: ${error.message}`);
    return undefined;
  }
}

async function calibrated(
  options: Options,
  model: ReturnType<typeof readModel>,
  samples: Iterable<Sample> & { readonly count: number },
) {
  const bar = progressBar("calibrate", samples.count);
  try {
    return await quantizeModel(model, samples, {
      perChannel: options.per_channel ?? false,
      compat: options.compat ?? false,
      calibration: { method: options.calibrate_method, onProgress: ({ done }) => bar.update(done) },
    });
  } finally {
    bar.stop();
  }
}

async function measured(result: Awaited<ReturnType<typeof quantizeModel>>, samples: SampleFile) {
  const bar = progressBar("measure  ", samples.count);
  try {
    return await measureQuantization(result.float, result.tensors, samples, (done) => bar.update(done));
  } finally {
    bar.stop();
  }
}
