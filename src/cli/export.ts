import { Command, Option } from "commander";
import { CHIPS, type ChipName } from "../codegen/memory/chip.js";
import { exportProject } from "../codegen/project/export-project.js";
import { readModel } from "../formats/onnx/read.js";
import { readSample } from "../quantization/dataset/samples.js";
import { ExitCode } from "./exit-code.js";
import { kernelTable } from "./kernel-table.js";
import { fitText, memorySummary } from "./memory-table.js";
import { print, printJson, warn } from "./output.js";

interface Options {
  readonly target_chip: ChipName;
  readonly model_path: string;
  readonly img_path: string;
  readonly out_path: string;
  readonly template_path?: string;
  readonly psram?: true;
  readonly no_islands?: true;
  readonly json?: true;
}

export function exportCommand(): Command {
  return new Command("export")
    .addOption(new Option("--target_chip <chip>", "").choices(Object.keys(CHIPS)).makeOptionMandatory())
    .requiredOption("--model_path <model.onnx>", "quantized model")
    .requiredOption("--img_path <input.npy>", "the input to compile in; a .npz keyed by input name for several inputs")
    .requiredOption("--out_path <folder>", "where model.tar and new_project are written")
    .option("--template_path <folder>", "a project template of your own")
    .option("--psram", "put the arena into external RAM")
    .option("--no_islands", "keep float operators between int8 ones; the results are the same")
    .option("--json", "print the layers and the memory plan as JSON")
    .addHelpText(
      "after",
      `
With ESP_DL_PATH set, Espressif's include, lib and CMakeLists.txt are copied from there.

Example:
  espdl-lab export --target_chip esp32s3 --model_path model_int8.onnx --img_path input.npy \\
    --out_path out`,
    )
    .action(run);
}

async function run(options: Options): Promise<void> {
  const model = readModel(options.model_path);
  const espDlPath = process.env.ESP_DL_PATH;
  const { program, plan, fit, warnings, archive, project } = await exportProject(model, {
    chip: options.target_chip,
    sample: readSample(options.img_path, model, warn),
    out: options.out_path,
    psram: options.psram ?? false,
    islands: !options.no_islands,
    ...(options.template_path !== undefined && { template: options.template_path }),
    ...(espDlPath && { espDlPath }),
  });
  for (const warning of warnings) warn(warning);
  if (options.json) {
    const calls = program.layers.filter((layer) => layer.kind === "call");
    const layers = calls.map(({ index, id, onnx, op, kernel }) => ({ index, id, onnx, op, ...kernel }));
    const { arenaBytes, lowerBound, weightBytes, inputBytes, outputBytes, linkBytes } = plan;
    const sizes = { arenaBytes, lowerBound, weightBytes, inputBytes, outputBytes, linkBytes };
    printJson({ archive, project, layers, ...sizes, fit });
  } else {
    print(kernelTable(program));
    print(`\n${memorySummary(plan)}\n\n${fitText(fit, program)}`);
    print(`\n${archive}: the model as C\n${project}: the project (idf.py set-target ${options.target_chip})`);
  }
  if (!fit.fits) throw new ExitCode(1);
}
