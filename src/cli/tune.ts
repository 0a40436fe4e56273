import { Command, Option } from "commander";
import { formatRecipe } from "../analysis/recipe/recipe-file.js";
import { parseGoal } from "../analysis/tune/goal.js";
import { type LabelledSet, splitSets } from "../analysis/tune/sets.js";
import { tune } from "../analysis/tune/tune.js";
import { writeFileAtomically } from "../base/files/write-file.js";
import type { OnnxModel } from "../formats/onnx/model.js";
import { printable } from "../formats/onnx/printable.js";
import { readModel } from "../formats/onnx/read.js";
import { display } from "../presentation/display/mime-bundle.js";
import type { Sample } from "../quantization/calibrate/samples.js";
import { isFolder, openFolder } from "../quantization/dataset/folder/open-folder.js";
import { openSamples, type SampleFile } from "../quantization/dataset/samples.js";
import { espdlChip } from "./espdl-file.js";
import { readLabels } from "./labels.js";
import { print, printJson, warn } from "./output.js";
import { checkOutputFile } from "./output-file.js";
import { progressBar } from "./progress.js";
import { tellLong } from "./tell-long.js";

interface Options {
  readonly input_model: string;
  readonly calibrate_dataset: string;
  readonly test_dataset?: string;
  readonly format: "onnx" | "espdl";
  readonly target_chip?: string;
  readonly goal?: ReturnType<typeof parseGoal>;
  readonly recipe: string;
  readonly json?: true;
}

export function tuneCommand(): Command {
  return new Command("tune")
    .requiredOption("--input_model <model.onnx>", "float model, preprocessed")
    .requiredOption("--calibrate_dataset <samples.npz>", "inputs by name and, where there are classes, `label`")
    .option("--test_dataset <samples.npz>", "the same for the final figures (default: a third of the others)")
    .addOption(
      new Option("--format <format>", "onnx of the TVM flow, or espdl").choices(["onnx", "espdl"]).default("onnx"),
    )
    .option("--target_chip <chip>", "espdl: esp32, esp32s2, -c2, -c3, -c5, -c6, -s3, -p4")
    .addOption(
      new Option("--goal <goal>", "float-1% or 20dB (default: float-0.5% with labels, 20dB without)").argParser(
        parseGoal,
      ),
    )
    .requiredOption("--recipe <recipe.json>", "where to write what `quantize --recipe` takes")
    .option("--json", "print the ladder as JSON")
    .addHelpText(
      "after",
      "\nExample:\n  espdl-lab tune --input_model model_pre.onnx --calibrate_dataset calib.npz --goal float-1% \\\n    --recipe recipe.json\n  espdl-lab tune --format espdl --target_chip esp32s3 --input_model model.onnx \\\n    --calibrate_dataset calib.npz --recipe recipe.json",
    )
    .action(run);
}

async function run(options: Options): Promise<void> {
  const { input_model, calibrate_dataset, test_dataset, recipe } = options;
  checkOutputFile("--recipe", recipe, [input_model, calibrate_dataset, ...(test_dataset ? [test_dataset] : [])]);
  const chip = options.format === "espdl" ? espdlChip(options.target_chip) : undefined;
  const model = readModel(input_model);
  const test = test_dataset === undefined ? undefined : labelled(test_dataset, model);
  const sets = splitSets(labelled(calibrate_dataset, model), test);
  tellLong(model, "quantize", sets.calibration.samples.length);
  let bar: ReturnType<typeof progressBar> | undefined;
  let shown = "";
  try {
    const tuning = await tune(model, sets, {
      goal: options.goal,
      chip,
      onTrial(remedy, done, total) {
        if (remedy !== shown) {
          bar?.stop();
          bar = progressBar(remedy, total);
          shown = remedy;
        }
        bar?.update(done);
      },
    });
    bar?.stop();
    writeFileAtomically(recipe, formatRecipe(tuning.recipe));
    if (options.json) return printJson(tuning);
    print(display(tuning)["text/plain"]);
    print(`\n${recipe}: quantize ${chip === undefined ? "" : "--format espdl "}--recipe repeats it bit for bit`);
  } finally {
    bar?.stop();
  }
}

function labelled(path: string, model: OnnxModel): LabelledSet {
  if (isFolder(path)) {
    const folder = openFolder(path, model.graph.inputs);
    return { samples: [...folder], labels: folder.labels };
  }
  const all = openSamples(path, model, warn);
  const labels = readLabels(path, all.count);
  const stride = strideOf(path, all);
  const isTaken = (_: unknown, index: number): boolean => index % stride === 0;
  const samples: Sample[] = [];
  let index = 0;
  for (const sample of all) if (isTaken(sample, index++)) samples.push(sample);
  return { samples, labels: labels?.filter(isTaken) };
}

/** What the samples of a set may take: all of them are in memory while remedies are tried. */
const LARGEST_SET = 2 ** 30;

/** Every how many samples one is taken, so that they are not too large together. */
function strideOf(path: string, all: SampleFile): number {
  const bytes = [...all.at(0).values()].reduce((sum, { data }) => sum + data.byteLength, 0) * all.count;
  const stride = Math.ceil(bytes / LARGEST_SET);
  if (stride > 1) warn(`${printable(path)}: ${all.count} samples of ${bytes} bytes, every ${stride}th is taken`);
  return stride;
}
