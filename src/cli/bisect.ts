import { Command, Option } from "commander";
import { bisect } from "../bisect/bisect.js";
import { bisectTraces } from "../bisect/bisect-traces.js";
import type { Bisection } from "../bisect/bisection.js";
import { linkSuspect } from "../bisect/link-suspect.js";
import { readLayers } from "../capture/layers-file.js";
import { startBoard } from "../capture/open-board.js";
import { compileForBoard } from "../codegen/compile-for-board.js";
import { readSample } from "../dataset/samples.js";
import { readTraceSource } from "../diff/read-source.js";
import { UserError } from "../errors.js";
import { interpret } from "../interpreter/interpret.js";
import { readModel } from "../onnx/read.js";
import { bisectReport } from "./bisect-report.js";
import { readInputs } from "./board-options.js";
import { ExitCode } from "./exit-code.js";
import { print, printJson } from "./output.js";
import { progressBar } from "./progress.js";

interface Options {
  readonly model_path: string;
  readonly project?: string;
  readonly board: string;
  readonly input?: string;
  readonly captures: "one" | "halving";
  readonly json?: true;
}

export function bisectCommand(): Command {
  return new Command("bisect")
    .description("find the layer that makes a board differ, tell it from those that inherit, name the cause")
    .argument("[trace]", "a captured trace, instead of a board that runs")
    .requiredOption("--model_path <model.onnx>", "the quantized model that the board runs")
    .option("--project <folder>", "a project made by `espdl-lab export` (its new_project)")
    .option("--board <board>", "wasm, host, qemu-esp32c3 or a serial port such as /dev/ttyUSB0", "wasm")
    .option("--input <x.npy>", "input of the run (default: what the project was exported with)")
    .addOption(
      new Option("--captures <how>", "one run for all tensors, or ⌈log2 layers⌉ runs of one tensor each")
        .choices(["one", "halving"])
        .default("one"),
    )
    .option("--json", "print what was found as JSON")
    .addHelpText("after", "\nExit code: 0 equal, 1 differs, 2 could not tell.")
    .addHelpText(
      "after",
      "\nExample:\n  espdl-lab bisect --model_path model_int8.onnx --project out/new_project --board host",
    )
    .action(run);
}

async function run(trace: string | undefined, options: Options): Promise<void> {
  const found = trace === undefined ? await onBoard(options) : fromTrace(trace, options);
  if (options.json) printJson(found);
  else print(bisectReport(found));
  if (found.verdict !== "equal") throw new ExitCode(found.verdict === "differs" ? 1 : 2);
}

async function onBoard({ model_path, project, board, input, captures }: Options): Promise<Bisection> {
  if (project === undefined)
    throw new UserError("bisect: needs --project (a board to run) or a trace; name one of them");
  const { program } = compileForBoard(readModel(model_path));
  const feeds = readInputs(project, readLayers(project), input);
  const reference = interpret(program, feeds, { model: model_path });
  const { link } = await startBoard(project, board);
  const calls = program.layers.filter(({ kind }) => kind === "call").length;
  const bar = progressBar("alone", calls);
  try {
    return await bisect(program, reference, linkSuspect(link, program, feeds), { captures, onReplay: bar.update });
  } finally {
    bar.stop();
    await link.close();
  }
}

function fromTrace(trace: string, { model_path, project, input }: Options): Bisection {
  const model = readModel(model_path);
  if (input === undefined && project === undefined) {
    throw new UserError("bisect: needs --input (what the board was given), or --project for what it was exported with");
  }
  const { program } = compileForBoard(model);
  const feeds = input === undefined ? readInputs(project!, readLayers(project!)) : readSample(input, model);
  return bisectTraces(program, interpret(program, feeds, { model: model_path }), readTraceSource(trace));
}
