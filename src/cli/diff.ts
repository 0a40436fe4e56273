import { readFileSync } from "node:fs";
import { Command } from "commander";
import { UserError } from "../base/errors.js";
import { writeFileAtomically } from "../base/files/write-file.js";
import { diff } from "../comparison/diff/diff.js";
import { diffLog } from "../comparison/diff/diff-log.js";
import { floatTrace } from "../comparison/diff/float-trace.js";
import { layerLayouts } from "../comparison/diff/layer-layouts.js";
import { readTraceSource } from "../comparison/diff/read-source.js";
import { diffTestLog } from "../comparison/diff/test-log.js";
import type { TraceDiff } from "../comparison/diff/trace-diff.js";
import type { StoppedNode } from "../espdl/import/import-model.js";
import type { OnnxModel } from "../formats/onnx/model.js";
import { readModel } from "../formats/onnx/read.js";
import type { Trace } from "../formats/trace/trace.js";
import type { Program } from "../ir/graph/program.js";
import { compileForDebug } from "../ir/passes/compile.js";
import { reportHtml } from "../presentation/report/report-html.js";
import { diffJson } from "../presentation/report/report-json.js";
import { readSample } from "../quantization/dataset/samples.js";
import { type Compared, comparedContents } from "./compared.js";
import { diffEspdl, referenceOf } from "./diff-espdl.js";
import { diffQdq } from "./diff-qdq.js";
import { diffReport } from "./diff-report.js";
import { ExitCode } from "./exit-code.js";
import { isEspdl } from "./is-espdl.js";
import { withKernelsOption } from "./kernels-option.js";
import { print, printJson } from "./output.js";
import { checkOutputFile } from "./output-file.js";
import { tellStopped } from "./tell-stopped.js";

interface Options {
  readonly log?: string;
  readonly layer?: string;
  readonly model_path?: string;
  readonly img_path?: string;
  readonly target_chip?: string;
  readonly key?: string;
  readonly html?: string;
  readonly kernels?: string;
  readonly json?: true;
}

interface Compiled {
  readonly model: OnnxModel;
  readonly program: Program;
}

export function diffCommand(): Command {
  const command = new Command("diff")
    .argument("<reference>", "trace folder, TVM dump, folder of .npy, .npz, .npy, a float .onnx, or an .espdl")
    .argument("[suspect]", "the same of the run in question")
    .option("--log <monitor.txt>", 'instead of a suspect: numbers that a board printed ("%d,"), or Model::test()')
    .option("--layer <name>", "the layer that the log holds: id, TVM name or ONNX node")
    .option("--model_path <model.onnx>", "quantized model: layouts, and each layer's error by itself")
    .option("--img_path <input.npy>", "input of a float .onnx or an .espdl (default: the test input it embeds)")
    .option("--target_chip <chip>", ".espdl: esp32s3, esp32p4, c (default: as the weights tell, if they do)")
    .option("--key <hex>", "AES-128 key of an encrypted .espdl")
    .option("--html <report.html>", "also write one page with the cause, every layer, pictures; works offline")
    .option("--json", "print the comparison as JSON");
  return withKernelsOption(command)
    .addHelpText("after", "\nExit code: 0 equal, 1 differs, 2 could not tell.")
    .addHelpText("after", "\nExamples:\n  espdl-lab diff tvmdbg board_trace --model_path model_int8.onnx")
    .addHelpText("after", "  espdl-lab diff float.onnx model.espdl --target_chip esp32s3")
    .addHelpText("after", "  espdl-lab diff float.onnx int8_qdq.onnx --img_path input.npy")
    .addHelpText("after", "  espdl-lab diff model.espdl --kernels esp-dl --target_chip esp32s3")
    .action(run);
}

async function run(reference: string, suspect: string | undefined, options: Options): Promise<void> {
  const { html } = options;
  if (html !== undefined) checkOutputFile("--html", html, [reference, ...(suspect === undefined ? [] : [suspect])]);
  const compared = await compare(reference, suspect, options);
  const { diff: result, stopped = [] } = compared;
  tellStopped(stopped);
  const contents = html !== undefined || options.json ? comparedContents(compared) : undefined;
  if (html !== undefined) writeFileAtomically(html, reportHtml(contents!));
  if (options.json) printJson(diffJson(contents!));
  else print(`${diffReport(result)}${unreached(stopped)}${html === undefined ? "" : `\n\nreport  ${html}`}`);
  if (result.verdict === "differs") throw new ExitCode(1);
  // The outputs were not compared.
  if (result.verdict === "unknown" || stopped.length > 0) throw new ExitCode(2);
}

const unreached = (stopped: readonly StoppedNode[]): string =>
  stopped.length === 0
    ? ""
    : `\n\nnot run    ${stopped.length} nodes, see the warnings; all layers before them are compared`;

async function compare(reference: string, suspect: string | undefined, options: Options): Promise<Compared> {
  const other = suspect ?? (options.kernels === undefined ? undefined : reference);
  if (other !== undefined && options.log === undefined && (isEspdl(reference) || isEspdl(other)))
    return diffEspdl(reference, other, options);
  if (options.kernels !== undefined) throw new UserError("--kernels: only an .espdl model runs on the chip's kernels");
  if (
    other !== undefined &&
    options.model_path === undefined &&
    [reference, other].every((path) => path.endsWith(".onnx"))
  )
    return diffQdq(reference, other, options.img_path);
  if (options.log !== undefined && suspect === undefined && isEspdl(reference)) {
    const { trace } = referenceOf(reference, options);
    const { layer, log: file } = options;
    return { diff: layer === undefined ? diffTestLog(trace, text(file)) : diffLog(trace, text(file), layer) };
  }
  const compiled = options.model_path === undefined ? undefined : compile(options.model_path);
  const a = await read(reference, options, compiled);
  return options.log === undefined ? runs(a, suspect, options, compiled) : { diff: log(a, suspect, options, compiled) };
}

async function runs(
  a: Trace,
  suspect: string | undefined,
  options: Options,
  compiled: Compiled | undefined,
): Promise<Compared> {
  if (suspect === undefined)
    throw new UserError("diff: needs a second run or --log; name the folder that a capture wrote");
  if (options.layer !== undefined) throw new UserError("--layer: goes with --log; leave it out to compare every layer");
  const b = await read(suspect, options, compiled);
  if (compiled === undefined) return { diff: diff(a, b), runs: [a, b] };
  return { diff: diff(a, b, { program: compiled.program }), runs: [a, b], ...compiled };
}

function log(a: Trace, suspect: string | undefined, options: Options, compiled: Compiled | undefined): TraceDiff {
  if (suspect !== undefined) throw new UserError(`diff: ${suspect} and --log exclude each other; leave one out`);
  if (options.layer === undefined)
    throw new UserError("--log: needs --layer; name the layer whose elements were printed");
  const layouts = compiled ? layerLayouts(compiled.program) : undefined;
  const layer = a.layers.find(({ id, name, onnx }) => [id, name, ...onnx].includes(options.layer!));
  return diffLog(a, text(options.log!), options.layer, layer && layouts?.get(layer.id));
}

async function read(path: string, options: Options, compiled: Compiled | undefined): Promise<Trace> {
  if (!path.endsWith(".onnx")) return readTraceSource(path);
  if (compiled === undefined || options.img_path === undefined) {
    throw new UserError(`${path}: a float model needs --model_path (the quantized model) and --img_path (its input)`);
  }
  const float = readModel(path);
  return floatTrace(float, compiled.model, compiled.program, readSample(options.img_path, float));
}

function compile(path: string): Compiled {
  const model = readModel(path);
  return { model, program: compileForDebug(model).program };
}

function text(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    throw new UserError(`${path}: cannot be read (${(error as NodeJS.ErrnoException).code}); check the path`);
  }
}
