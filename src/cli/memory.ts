import { Command, Option } from "commander";
import { compileForBoard } from "../codegen/compile-for-board.js";
import { CHIPS, type ChipName } from "../codegen/memory/chip.js";
import { fits } from "../codegen/memory/fits.js";
import { readModel } from "../formats/onnx/read.js";
import { fitText, memorySummary, memoryTable } from "./memory-table.js";
import { print, printJson, warn } from "./output.js";

interface Options {
  readonly model_path: string;
  readonly target_chip?: ChipName;
  readonly psram?: true;
  readonly json?: true;
}

const NAMES = Object.keys(CHIPS) as ChipName[];

export function memoryCommand(): Command {
  return new Command("memory")
    .description("the memory plan of a quantized model: live bytes a layer, arena map, and which chips have room")
    .requiredOption("--model_path <model.onnx>", "quantized model")
    .addOption(new Option("--target_chip <chip>", "default: all").choices(NAMES))
    .option("--psram", "put the arena into external RAM")
    .option("--json", "print the plan as JSON")
    .addHelpText("after", "\nExample:\n  espdl-lab memory --model_path model_int8.onnx --target_chip esp32s3")
    .action(run);
}

function run(options: Options): void {
  const chips = options.target_chip === undefined ? NAMES : [options.target_chip];
  const { program, plan, warnings } = compileForBoard(readModel(options.model_path));
  const verdicts = chips.map((chip) => fits(plan, chip, { psram: options.psram ?? false }));
  for (const warning of warnings) warn(warning);
  if (options.json) {
    const layers = program.layers.map(({ index, name, id }) => ({ index, name, id, live: plan.live[index] }));
    printJson({ ...plan, live: undefined, places: undefined, layers, chips: verdicts });
    return;
  }
  print(memoryTable(program, plan));
  print(`\n${memorySummary(plan)}\n`);
  for (const verdict of verdicts) print(fitText(program, verdict));
}
