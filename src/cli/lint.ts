import { Command } from "commander";
import { lintEspdl } from "../espdl/lint/lint.js";
import { readModel } from "../formats/onnx/read.js";
import { chipOf, type EspdlOptions, inputsOf, readEspdlFile } from "./espdl-file.js";
import { withEspdlOptions } from "./espdl-options.js";
import { ExitCode } from "./exit-code.js";
import { type KernelsOption, kernelsOf, withKernelsOption } from "./kernels-option.js";
import { lintText } from "./lint-report.js";
import { print, printJson } from "./output.js";

interface Options extends EspdlOptions, KernelsOption {
  readonly img_path?: string;
  readonly float_onnx?: string;
  readonly all?: true;
  readonly json?: true;
}

export function lintCommand(): Command {
  const command = new Command("lint").argument("<model.espdl>");
  return withKernelsOption(withEspdlOptions(command))
    .option("--img_path <input.npy>", "input to measure on (default: the embedded test input)")
    .option("--float_onnx <model.onnx>", "the float model: measures what the quantization of its constants lost")
    .option("--all", "tell every warning and note, not three of each rule")
    .option("--json", "print the findings as JSON")
    .addHelpText("after", "\nExit code: 0 no error found, 1 errors found, 2 the file could not be read.")
    .addHelpText("after", "\nExample:\n  espdl-lab lint model.espdl --target_chip esp32s3")
    .action(run);
}

function run(path: string, options: Options): void {
  const model = readEspdlFile(path, options);
  const chip = chipOf(path, model, options);
  const feeds = options.img_path === undefined ? {} : { feeds: inputsOf(model, chip, options.img_path) };
  const floats = options.float_onnx === undefined ? {} : { floats: readModel(options.float_onnx).graph.initializers };
  const kernels = kernelsOf(options, chip);
  const report = lintEspdl(model, { chip, ...feeds, ...floats, ...(kernels && { kernels }) });
  if (options.json) printJson(report);
  else print(lintText(report, options.all ?? false));
  if (report.counts.error > 0) throw new ExitCode(1);
}
