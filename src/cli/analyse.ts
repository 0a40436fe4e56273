import { Command } from "commander";
import { analyse } from "../analysis/analyse/analyse.js";
import { quantizeModel } from "../analysis/quantize-model.js";
import { readRecipe } from "../analysis/recipe/recipe-file.js";
import { readModel } from "../formats/onnx/read.js";
import { display } from "../presentation/display/mime-bundle.js";
import { openSamples } from "../quantization/dataset/samples.js";
import { print, printJson, warn } from "./output.js";
import { progressBar } from "./progress.js";

interface Options {
  readonly input_model: string;
  readonly calibrate_dataset: string;
  readonly test_dataset?: string;
  readonly recipe?: string;
  readonly per_channel?: true;
  readonly json?: true;
}

export function analyseCommand(): Command {
  return new Command("analyse")
    .requiredOption("--input_model <model.onnx>", "float model, preprocessed")
    .requiredOption(
      "--calibrate_dataset <samples.npy>",
      "[samples, …]; a .npz keyed by input name; a folder that has a dataset.json",
    )
    .option("--test_dataset <samples.npy>", "samples to measure on (default: those of the calibration)")
    .option("--recipe <recipe.json>", "quantize as this recipe of `tune` says")
    .option("--per_channel", "one weight scale an output channel")
    .option("--json", "print the layers as JSON")
    .addHelpText(
      "after",
      "\nExample:\n  espdl-lab analyse --input_model model_pre.onnx --calibrate_dataset calib.npy \\\n    --test_dataset test.npy",
    )
    .action(run);
}

async function run(options: Options): Promise<void> {
  const model = readModel(options.input_model);
  const samples = openSamples(options.calibrate_dataset, model);
  const test = options.test_dataset === undefined ? samples : openSamples(options.test_dataset, model);
  const recipe = options.recipe === undefined ? undefined : readRecipe(options.recipe);
  const quantized = await quantizeModel(model, samples, { recipe, perChannel: options.per_channel });
  for (const { message } of quantized.warnings) warn(message);
  let bar: ReturnType<typeof progressBar> | undefined;
  try {
    const analysis = await analyse(quantized, test, {
      onLayer(done, total) {
        bar ??= progressBar("analyse", total);
        bar.update(done);
      },
    });
    if (options.json) printJson(analysis);
    else print(display(analysis)["text/plain"]);
  } finally {
    bar?.stop();
  }
}
