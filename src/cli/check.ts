import { Command, Option } from "commander";
import { check } from "../check/check.js";
import type { CheckReport } from "../check/report.js";
import { MEMORY_CHIPS } from "../codegen/memory/chip.js";
import type { Chip } from "../espdl/chip.js";
import { readModel } from "../formats/onnx/read.js";
import { checkText } from "./check-report.js";
import { ExitCode } from "./exit-code.js";
import { collectDims, print, printJson } from "./output.js";

interface Options {
  readonly target_chip?: Chip;
  readonly dim?: Record<string, number>;
  readonly keep_float?: readonly string[];
  readonly per_channel?: true;
  readonly psram?: true;
  readonly json?: true;
}

const EXIT_CODES: Readonly<Record<CheckReport["verdict"], number>> = { fits: 0, findings: 1, cannot: 2 };

export function checkCommand(): Command {
  return new Command("check")
    .argument("<model.onnx>", "float model")
    .addOption(new Option("--target_chip <chip>", "default: all").choices(MEMORY_CHIPS))
    .option("--dim <name=size>", "fix a free dimension of the inputs; may be repeated", collectDims)
    .option("--keep_float <name...>", "nodes that `quantize --keep_float` will leave in float")
    .option("--per_channel", "as `quantize --per_channel`")
    .option("--psram", "put the arena into external RAM")
    .option("--json", "print the report as JSON")
    .addHelpText(
      "after",
      `
Exit codes: 0 it fits · 1 it runs, with findings · 2 it cannot run.

Example:
  espdl-lab check model.onnx --target_chip esp32s3 --dim h=96`,
    )
    .action(run);
}

async function run(path: string, options: Options): Promise<void> {
  const report = await check(readModel(path), {
    chip: options.target_chip,
    dims: options.dim,
    keepFloat: options.keep_float,
    perChannel: options.per_channel,
    psram: options.psram,
  });
  if (options.json) printJson(report);
  else print(checkText(path, report));
  if (report.verdict !== "fits") throw new ExitCode(EXIT_CODES[report.verdict]);
}
