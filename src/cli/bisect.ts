import { Command, Option } from "commander";
import type { Bisected } from "../analysis/bisect/bisect-board.js";
import { bisectProject } from "../analysis/bisect/bisect-project.js";
import { UserError } from "../base/errors.js";
import { writeFileAtomically } from "../base/files/write-file.js";
import { toBytes } from "../base/tensor/dtype.js";
import { readInputs } from "../boards/capture/project-inputs.js";
import { readLayers } from "../boards/capture/read-layers.js";
import type { CompiledForBoard } from "../codegen/compile-for-board.js";
import { bisectTraces } from "../comparison/bisect/bisect-traces.js";
import { readTraceSource } from "../comparison/diff/read-source.js";
import { withIdsOf } from "../comparison/diff/with-ids.js";
import { interpret } from "../execution/interpreter/interpret.js";
import type { Trace } from "../formats/trace/trace.js";
import type { Program } from "../ir/graph/program.js";
import type { RunSummary } from "../presentation/report/input.js";
import { reportHtml } from "../presentation/report/report-html.js";
import { bisectJson } from "../presentation/report/report-json.js";
import { withAloneBar } from "./alone-bar.js";
import { bisectContents } from "./bisect-contents.js";
import { bisectKernels } from "./bisect-kernels.js";
import { type BisectModel, bisectModel } from "./bisect-model.js";
import { bisectReport } from "./bisect-report.js";
import { ExitCode } from "./exit-code.js";
import { isEspdl } from "./is-espdl.js";
import { withKernelsOption } from "./kernels-option.js";
import { measured } from "./measured.js";
import { print, printJson } from "./output.js";
import { checkOutputFile } from "./output-file.js";
import { startBoardShown } from "./start-board.js";

/** Runs that `--repeat` may ask for. */
const RUNS_MAX = 100;

interface Options {
  readonly model_path: string;
  readonly project?: string;
  readonly board: string;
  readonly input?: string;
  readonly captures: "one" | "halving";
  readonly repeat: number;
  readonly html?: string;
  readonly kernels?: string;
  readonly target_chip?: string;
  readonly json?: true;
}

/** What was found, and what it was found with. */
interface Searched {
  readonly compiled: CompiledForBoard;
  readonly bisected: Bisected & { readonly run?: RunSummary };
  /** Files of the project that were changed since export, one line each. */
  readonly changed: readonly string[];
}

export function bisectCommand(): Command {
  const command = new Command("bisect")
    .argument("[trace]", "a captured trace, instead of a board that runs")
    .requiredOption("--model_path <model.onnx>", "the quantized model that the board runs, .onnx or .espdl")
    .option("--project <folder>", "a project made by `espdl-lab export` (its new_project)")
    .option("--board <board>", "wasm, host, qemu-esp32c3 or a serial port such as /dev/ttyUSB0", "wasm")
    .option("--input <x.npy>", "input of the run (default: what the project was exported with)")
    .addOption(
      new Option("--captures <how>", "one run for all tensors, or ⌈log2 layers⌉ runs of one tensor each")
        .choices(["one", "halving"])
        .default("one"),
    )
    .addOption(
      new Option("--repeat <runs>", "whole runs held against each other, for a board that does not repeat itself")
        .argParser(runsOf)
        .default(1),
    )
    .option("--html <report.html>", "also write one page with the cause, every layer, pictures; works offline")
    .option("--target_chip <chip>", ".espdl: whose integers (default: as the board's code or the weights tell)")
    .option("--json", "print what was found as JSON");
  return withKernelsOption(command)
    .addHelpText("after", "\nExit code: 0 equal, 1 differs, 2 could not tell.")
    .addHelpText(
      "after",
      "\nExample:\n  espdl-lab bisect --model_path model_int8.onnx --project out/new_project --board host",
    )
    .action(run);
}

async function run(trace: string | undefined, options: Options): Promise<void> {
  const { html, model_path } = options;
  if (options.kernels !== undefined && isEspdl(model_path)) {
    bisectKernels(options);
    return;
  }
  if (options.kernels !== undefined) throw new UserError("--kernels: only an .espdl model runs on the chip's kernels");
  if (html !== undefined) checkOutputFile("--html", html, [model_path, ...(trace === undefined ? [] : [trace])]);
  const model = bisectModel(model_path, options);
  const searched = trace === undefined ? await onBoard(model, options) : fromTrace(trace, model, options);
  const { compiled, bisected, changed } = searched;
  const { found } = bisected;
  const contents = html !== undefined || options.json ? bisectContents(bisected, compiled) : undefined;
  if (html !== undefined) writeFileAtomically(html, reportHtml(contents!));
  if (options.json) printJson({ ...bisectJson(found, contents!), ...(changed.length > 0 && { changed }) });
  else print(`${bisectReport(found, changed)}${html === undefined ? "" : `\n\nreport  ${html}`}`);
  const { verdict } = found;
  if (verdict !== "equal") throw new ExitCode(verdict === "differs" ? 1 : 2);
}

async function onBoard(model: BisectModel, options: Options): Promise<Searched> {
  const { model_path: name, project, board: boardName, input, captures, repeat, html, json } = options;
  if (project === undefined)
    throw new UserError("bisect: needs --project (a board to run) or a trace; name one of them");
  const layers = readLayers(project);
  const feeds = readInputs(project, layers, input);
  const board = await startBoardShown(project, boardName);
  try {
    const { compiled, changed, ...bisected } = await withAloneBar((told) =>
      bisectProject(project, model, board, { feeds, name, captures, repeat, ...told }),
    );
    const { entryError, died } = bisected.found;
    if ((html === undefined && !json) || entryError !== undefined || died !== undefined)
      return { compiled, bisected, changed };
    return { compiled, changed, bisected: { ...bisected, run: await measured(board.link, layers, feeds) } };
  } finally {
    await board.close();
  }
}

function fromTrace(trace: string, model: BisectModel, options: Options): Searched {
  const compiled = model.compile();
  const { program } = compiled;
  const { model_path, project, input } = options;
  if (input === undefined && project === undefined) {
    throw new UserError("bisect: needs --input (what the board was given), or --project for what it was exported with");
  }
  const feeds = input === undefined ? readInputs(project!, readLayers(project!)) : model.sample(input);
  const reference = interpret(program, feeds, { model: model_path });
  const suspect = withIdsOf(reference, readTraceSource(trace));
  checkInputs(trace, program, reference, suspect);
  return { compiled, changed: [], bisected: { found: bisectTraces(program, reference, suspect), reference, suspect } };
}

function runsOf(text: string): number {
  const runs = Number(text);
  if (!Number.isInteger(runs) || runs < 1 || runs > RUNS_MAX)
    throw new UserError(`--repeat ${text}: give a number of runs, 1 to ${RUNS_MAX}`);
  return runs;
}

/** @throws UserError when the trace tells that its run was given another input. */
function checkInputs(path: string, program: Program, reference: Trace, suspect: Trace): void {
  for (const { kind, id, name } of program.layers) {
    if (kind !== "input") continue;
    const [given, had] = [reference, suspect].map(({ layers }) => layers.find((layer) => layer.id === id)?.tensor);
    if (given && had && !Buffer.from(toBytes(given.data)).equals(toBytes(had.data)))
      throw new UserError(`${path}: input ${name} is not the one given; give the run's own with --input or --project`);
  }
}
