import { Command, Option } from "commander";
import { UserError } from "../base/errors.js";
import { MEMORY_CHIPS } from "../codegen/memory/chip.js";
import { type Exported, exportProject } from "../codegen/project/export-project.js";
import { readModel } from "../formats/onnx/read.js";
import { readSample } from "../quantization/dataset/samples.js";
import { ExitCode } from "./exit-code.js";
import { exportEspDl, exportPortable } from "./export-espdl.js";
import { type ExportArguments, writeOptions } from "./export-options.js";
import { isEspdl } from "./is-espdl.js";
import { kernelTable } from "./kernel-table.js";
import { fitText, memorySummary } from "./memory-table.js";
import { print, printJson, warn } from "./output.js";

export function exportCommand(): Command {
  return new Command("export")
    .argument("[model]", "quantized .onnx, or .espdl of today's ESP-DL")
    .addOption(new Option("--target_chip <chip>", "").choices(MEMORY_CHIPS).makeOptionMandatory())
    .option("--model_path <model.onnx>", "the same as the argument")
    .option("--img_path <input.npy>", "the input to compile in; a .npz for several; .espdl: default its test input")
    .requiredOption("--out_path <folder>", "where model.tar and new_project are written")
    .option("--template_path <folder>", "a project template of your own")
    .option("--psram", "put the arena into external RAM")
    .option("--no_islands", "keep float operators between int8 ones; the results are the same")
    .addOption(
      new Option(
        "--runtime <runtime>",
        ".espdl: portable compiles it to C; default: a project on espressif/esp-dl",
      ).choices(["esp-dl", "portable"]),
    )
    .option("--s3_lanes", ".espdl, esp32s3: int8 in the 20-bit saturating lanes of its SIMD")
    .option("--key <hex>", ".espdl: AES-128 key of an encrypted file")
    .option("--model <name>", ".espdl: which model of a pack of several")
    .option("--json", "print the layers and the memory plan as JSON")
    .addHelpText(
      "after",
      `
With ESP_DL_PATH set, Espressif's include, lib and CMakeLists.txt are copied from there.

Example:
  espdl-lab export --target_chip esp32s3 --model_path model_int8.onnx --img_path input.npy \\
    --out_path out
  espdl-lab export model.espdl --runtime portable --target_chip esp32c3 --out_path out`,
    )
    .action(run);
}

async function run(given: string | undefined, options: ExportArguments): Promise<void> {
  const path = given ?? options.model_path;
  if (path === undefined) throw new UserError("export: needs a model; name it, such as export model_int8.onnx");
  if (isEspdl(path) && options.no_islands) throw new UserError("--no_islands: an .espdl has none; leave it out");
  if (isEspdl(path) && options.runtime !== "portable") {
    const project = exportEspDl(path, options);
    if (options.json) printJson({ project });
    else print(`${project}: the project (idf.py set-target ${options.target_chip}), on the component espressif/esp-dl`);
    return;
  }
  const { program, plan, fit, warnings, archive, project } = isEspdl(path)
    ? await exportPortable(path, options)
    : await exportOnnx(path, options);
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

async function exportOnnx(path: string, options: ExportArguments): Promise<Exported> {
  const own = (["runtime", "s3_lanes", "key", "model"] as const).find((name) => options[name] !== undefined);
  if (own !== undefined) throw new UserError(`--${own}: only an .espdl file takes it; leave it out`);
  if (options.img_path === undefined)
    throw new UserError("--img_path: is missing, the input to compile in; name a .npy or .npz");
  const model = readModel(path);
  return exportProject(model, {
    ...writeOptions(options),
    sample: readSample(options.img_path, model, warn),
    islands: !options.no_islands,
  });
}
