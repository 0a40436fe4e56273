import type { EspdlWithFloat } from "../analysis/analyse/espdl/analyse-espdl.js";
import { espdlFloat, quantizeEspdlModel } from "../analysis/quantize-espdl-model.js";
import { type QuantizeModelResult, quantizeModel } from "../analysis/quantize-model.js";
import { readEspdlRecipe, readRecipe } from "../analysis/recipe/recipe-file.js";
import { UserError } from "../base/errors.js";
import type { OnnxModel } from "../formats/onnx/model.js";
import type { CalibrationOptions } from "../quantization/calibrate/calibrate.js";
import type { Samples } from "../quantization/calibrate/samples.js";
import { openSamples, type SampleFile } from "../quantization/dataset/samples.js";
import { chipOf, espdlChip, readEspdlFile } from "./espdl-file.js";
import { warn } from "./output.js";
import { progressBar } from "./progress.js";

/** What `analyse` is told to measure. */
export interface AnalysedOptions {
  readonly input_model: string;
  readonly model_path?: string;
  readonly calibrate_dataset?: string;
  readonly test_dataset?: string;
  readonly format: "onnx" | "espdl";
  readonly target_chip?: string;
  readonly key?: string;
  readonly model?: string;
  readonly recipe?: string;
  readonly per_channel?: true;
}

interface Analysed {
  readonly quantized: QuantizeModelResult | EspdlWithFloat;
  /** To measure on. */
  readonly samples: Samples;
}

/**
 * The integer network of the options: quantized here for one of the flows, or a file that there is.
 * @throws UserError for options that do not go together, and for files that cannot be used.
 */
export async function analysed(model: OnnxModel, options: AnalysedOptions): Promise<Analysed> {
  const { model_path, calibrate_dataset, test_dataset } = options;
  checkTogether(options);
  const open = (path: string): SampleFile => openSamples(path, model, warn);
  const test = test_dataset === undefined ? undefined : open(test_dataset);
  if (model_path !== undefined) {
    const file = readEspdlFile(model_path, options);
    const chip = chipOf(model_path, file, options);
    return { quantized: { float: model, model: file, chip }, samples: test ?? open(calibrate_dataset!) };
  }
  const samples = open(calibrate_dataset!);
  const quantized = await (options.format === "espdl" ? espdl : tvm)(model, samples, options);
  return { quantized, samples: test ?? samples };
}

function checkTogether({ model_path, calibrate_dataset, test_dataset, format, ...options }: AnalysedOptions): void {
  const { per_channel, recipe, target_chip, key, model } = options;
  if (model_path !== undefined) {
    if (recipe !== undefined || per_channel)
      throw new UserError(
        "--model_path: is quantized already, got --recipe or --per_channel beside it; leave one of them out",
      );
    if (calibrate_dataset === undefined && test_dataset === undefined)
      throw new UserError("--test_dataset: is missing; name the samples to measure on, a .npy, .npz or folder");
    return;
  }
  if (calibrate_dataset === undefined)
    throw new UserError("--calibrate_dataset: is missing; name the samples, or an .espdl with --model_path");
  if (key !== undefined || model !== undefined)
    throw new UserError("--key, --model: say which .espdl is read; name it with --model_path");
  if (format === "espdl" && per_channel)
    throw new UserError("--per_channel: goes with --format onnx; an .espdl has what its chip has, leave it out");
  if (format === "onnx" && target_chip !== undefined)
    throw new UserError("--target_chip: goes with --format espdl or --model_path; give one of them");
}

async function tvm(model: OnnxModel, samples: SampleFile, options: AnalysedOptions): Promise<QuantizeModelResult> {
  const recipe = options.recipe === undefined ? undefined : readRecipe(options.recipe);
  const quantized = await withCalibration(samples, (calibration) =>
    quantizeModel(model, samples, { recipe, perChannel: options.per_channel, calibration }),
  );
  for (const { message } of quantized.warnings) warn(message);
  return quantized;
}

async function espdl(given: OnnxModel, samples: SampleFile, options: AnalysedOptions): Promise<EspdlWithFloat> {
  const chip = espdlChip(options.target_chip);
  const recipe = options.recipe === undefined ? undefined : readEspdlRecipe(options.recipe, chip);
  const { model } = await withCalibration(samples, (calibration) =>
    quantizeEspdlModel(given, samples, { chip, recipe, calibration, warn }),
  );
  return { float: espdlFloat(given, recipe), model, chip };
}

/** Quantizes with a bar for the samples. */
async function withCalibration<T>(
  { count }: SampleFile,
  quantize: (calibration: CalibrationOptions) => Promise<T>,
): Promise<T> {
  const bar = progressBar("calibrate", count);
  try {
    return await quantize({ method: "mse", onProgress: ({ done }) => bar.update(done) });
  } finally {
    bar.stop();
  }
}
