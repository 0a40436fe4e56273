import { Command, Option } from "commander";
import { quantizeModel } from "../analysis/quantize-model.js";
import type { Recipe } from "../analysis/recipe/recipe.js";
import { readRecipe } from "../analysis/recipe/recipe-file.js";
import { UserError } from "../base/errors.js";
import { writeFileAtomically } from "../base/files/write-file.js";
import { readModel } from "../formats/onnx/read.js";
import { inferShapes } from "../formats/onnx/shape/infer.js";
import { serializeModel } from "../formats/onnx/write.js";
import { counted } from "../presentation/figures/text.js";
import type { CalibrationOptions, CalibrationSettings } from "../quantization/calibrate/calibrate.js";
import { compareHalves } from "../quantization/calibrate/halves.js";
import type { Sample } from "../quantization/calibrate/samples.js";
import { keepBack } from "../quantization/dataset/kept-back.js";
import { openSamples, type SampleFile } from "../quantization/dataset/samples.js";
import { fewSamples } from "../quantization/quantize/few-samples.js";
import { measureQuantization } from "../quantization/quantize/measure.js";
import type { QuantizeOptions } from "../quantization/quantize/result.js";
import { calibrationSettings, positive } from "./calibration-options.js";
import { checkFirst } from "./check-first.js";
import { collectFixed, type Fixed } from "./fix-option.js";
import { checkFormatOptions } from "./format-options.js";
import { type Nearness, nearness, nearnessText, nearnessWarning } from "./nearness.js";
import { collectDims, print, printJson, warn } from "./output.js";
import { checkOutputFile } from "./output-file.js";
import { progressBar } from "./progress.js";
import { quantizationTable } from "./quantization-table.js";
import { type EspdlQuantizeOptions, quantizeToEspdl, withEspdlFormat } from "./quantize-espdl.js";
import { tellLong } from "./tell-long.js";

interface Options extends EspdlQuantizeOptions {
  readonly format: "onnx" | "espdl";
  readonly calibrate_method?: CalibrationOptions["method"];
  readonly percentile?: number;
  readonly bins?: number;
  readonly no_correction?: true;
  readonly recipe?: string;
  readonly fix?: Fixed;
  readonly per_channel?: true;
  readonly keep_float?: readonly string[];
  readonly dim?: Record<string, number>;
  readonly compat?: true;
}

export function quantizeCommand(): Command {
  return withEspdlFormat(new Command("quantize"))
    .requiredOption("--input_model <model.onnx>", "float model, preprocessed")
    .requiredOption("--output_model <model.onnx>", "where to write the int8 model, or the .espdl")
    .option(
      "--calibrate_dataset <samples.npy>",
      "[samples, …]; a .npz keyed by input name; a folder that has a dataset.json",
    )
    .option("--per_channel", "one weight scale an output channel")
    .addOption(
      new Option(
        "--calibrate_method <method>",
        "how ranges are found (default: mse; entropy with --compat or --no_correction)",
      ).choices(["mse", "entropy", "minmax", "percentile"]),
    )
    .option("--keep_float <name...>", "nodes to leave in float, by the names of the model's file")
    .option("--dim <name=size>", "fix a free dimension of the inputs; may be repeated", collectDims)
    .addOption(new Option("--percentile <share>", "of the values inside the range, in percent").argParser(positive))
    .addOption(new Option("--bins <count>", "of the histogram of entropy or percentile").argParser(positive))
    .option("--no_correction", "biases, weights and Relus without regard to what the chip's rounding costs")
    .option("--recipe <recipe.json>", "all decisions of a run of `tune`: nothing is chosen anew")
    .option("--fix <tensor=e>", "a tensor's exponent, or its range as MIN:MAX; may be repeated", collectFixed)
    .option("--compat", "the original esp_quantize_onnx.py's bytes, its bugs included")
    .option("--json", "print the table as JSON")
    .addHelpText("after", "\nespdl: whole sequences alone; esp-ppq's streaming (auto_streaming) is not written.")
    .addHelpText(
      "after",
      "\nExample:\n  espdl-lab quantize --input_model model_pre.onnx --output_model model_int8.onnx \\\n    --calibrate_dataset calib.npy\n  espdl-lab quantize --format espdl --target_chip esp32s3 --input_model model.onnx \\\n    --output_model model.espdl --calibrate_dataset calib.npy",
    )
    .action(run);
}

async function run(options: Options): Promise<void> {
  checkFormatOptions(options.format, { ...options });
  const settings = calibrationSettings(options);
  if (options.format === "espdl") return quantizeToEspdl(options, settings);
  const { calibrate_dataset } = options;
  if (calibrate_dataset === undefined)
    throw new UserError("--calibrate_dataset: is missing; name the samples, a .npy or .npz");
  checkOutputFile("--output_model", options.output_model, [options.input_model, calibrate_dataset]);
  const read = readModel(options.input_model);
  const model = options.dim === undefined ? read : inferShapes(read, { dims: options.dim });
  const samples = openSamples(calibrate_dataset, model, warn);
  tellLong(model, "quantize", samples.count);
  const [first] = samples;
  const found = await checkFirst(model, {
    ...quantizeOptions(options),
    samples: new Map([...first!].map(([name, { shape }]) => [name, shape])),
  });
  const recipe = options.recipe === undefined ? undefined : readRecipe(options.recipe);
  const split = options.compat ? undefined : keepBack(samples);
  const result = await calibrated(options, settings, recipe, model, split?.calibration ?? samples);
  const tensors = await measured(result, samples);
  const near = await measuredNearness(result, split?.keptBack ?? samples, split !== undefined);
  writeFileAtomically(options.output_model, serializeModel(result.model));
  const chooses = options.recipe === undefined && !options.compat;
  const halves = chooses ? await compareHalves(result.float, samples) : undefined;
  const warnings = [...fewSamples(samples.count, halves), ...result.warnings];
  for (const line of [...found, ...warnings.map(({ message }) => message)]) warn(line);
  const bad = near && nearnessWarning(near);
  if (bad !== undefined) warn(bad);
  if (options.json) return printJson({ output: options.output_model, tensors, warnings, ...(near && { chip: near }) });
  print(quantizationTable(tensors));
  print(
    `\n${options.output_model}: ${counted(result.model.graph.nodes.length, "node")}, ${counted(samples.count, "sample")}, ${options.recipe ?? settings.method}`,
  );
  if (near !== undefined) print(nearnessText(near));
}

function quantizeOptions({ per_channel, compat, keep_float }: Options): QuantizeOptions {
  return { perChannel: per_channel ?? false, compat: compat ?? false, keepFloat: keep_float };
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
  settings: CalibrationSettings,
  recipe: Recipe | undefined,
  model: ReturnType<typeof readModel>,
  samples: Iterable<Sample> & { readonly count: number },
) {
  const bar = progressBar("calibrate", samples.count);
  try {
    return await quantizeModel(model, samples, {
      ...quantizeOptions(options),
      ...(options.no_correction && { correction: false }),
      recipe,
      ...options.fix,
      calibration: { ...settings, onProgress: ({ done }) => bar.update(done) },
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
