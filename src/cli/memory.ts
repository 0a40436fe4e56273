import { Command, Option } from "commander";
import { UserError } from "../base/errors.js";
import { type CompiledForBoard, compileForBoard } from "../codegen/compile-for-board.js";
import { MEMORY_CHIPS, memoryOf, noPsram } from "../codegen/memory/chip.js";
import { fits } from "../codegen/memory/fits.js";
import type { Chip } from "../espdl/chip.js";
import { compileEspdlForBoard } from "../espdl/portable.js";
import { readModel } from "../formats/onnx/read.js";
import { chipOf, readEspdlFile } from "./espdl-file.js";
import { ExitCode } from "./exit-code.js";
import { isEspdl } from "./is-espdl.js";
import { fitText, memorySummary, memoryTable } from "./memory-table.js";
import { print, printJson, warn } from "./output.js";

interface Options {
  readonly model_path: string;
  readonly target_chip?: Chip;
  readonly psram?: true;
  readonly json?: true;
}

function compiled({ model_path, target_chip }: Options): CompiledForBoard {
  if (!isEspdl(model_path)) return compileForBoard(readModel(model_path));
  const model = readEspdlFile(model_path, {});
  const options = target_chip === undefined ? {} : { target_chip };
  return compileEspdlForBoard(model, { chip: chipOf(model_path, model, options) });
}

export function memoryCommand(): Command {
  return new Command("memory")
    .requiredOption("--model_path <model.onnx>", "quantized model; or an .espdl, compiled as with --runtime portable")
    .addOption(new Option("--target_chip <chip>", "default: all").choices(MEMORY_CHIPS))
    .option("--psram", "put the arena into external RAM")
    .option("--json", "print the plan as JSON")
    .addHelpText(
      "after",
      "\nExit codes: 0 it fits (one of the chips) · 1 it does not · 2 error.\n\nExample:\n  espdl-lab memory --model_path model_int8.onnx --target_chip esp32s3",
    )
    .action(run);
}

function run(options: Options): void {
  const { target_chip: chip, psram = false } = options;
  if (chip !== undefined && psram && memoryOf(chip).psram === 0) throw new UserError(noPsram(chip));
  const chips = chip === undefined ? MEMORY_CHIPS.filter((name) => !psram || memoryOf(name).psram > 0) : [chip];
  const { program, plan, warnings } = compiled(options);
  const verdicts = chips.map((chip) => fits(plan, chip, { psram }));
  for (const warning of warnings) warn(warning);
  if (options.json) {
    const layers = program.layers.map(({ index, name, id }) => ({ index, name, id, live: plan.live[index] }));
    printJson({ ...plan, live: undefined, places: undefined, layers, chips: verdicts });
  } else {
    print(memoryTable(program, plan));
    print(`\n${memorySummary(plan)}\n`);
    for (const verdict of verdicts) print(fitText(verdict, program));
  }
  if (!verdicts.some((verdict) => verdict.fits)) throw new ExitCode(1);
}
