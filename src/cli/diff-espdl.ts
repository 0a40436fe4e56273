import type { Tensor } from "../base/tensor/tensor.js";
import { diff } from "../comparison/diff/diff.js";
import { readTraceSource } from "../comparison/diff/read-source.js";
import { type Chip, chipArithmetic } from "../espdl/chip.js";
import { compileEspdl } from "../espdl/compile.js";
import { espdlFeeds, realFeeds } from "../espdl/feeds.js";
import { espdlFloatTrace } from "../espdl/float-trace.js";
import type { StoppedNode } from "../espdl/import/import-model.js";
import type { EspdlModel } from "../espdl/model.js";
import { runEspdl } from "../espdl/run.js";
import { readModel } from "../formats/onnx/read.js";
import type { Trace } from "../formats/trace/trace.js";
import { readSample } from "../quantization/dataset/samples.js";
import type { Compared } from "./compared.js";
import { chipOf, type EspdlOptions, inputsOf, readEspdlFile } from "./espdl-file.js";
import { isEspdl } from "./is-espdl.js";
import { type KernelsOption, kernelsOf } from "./kernels-option.js";

export interface DiffEspdlOptions extends EspdlOptions, KernelsOption {
  readonly img_path?: string;
}

interface Opened {
  readonly path: string;
  readonly model: EspdlModel;
  readonly chip: Chip;
}

/**
 * Compares runs of which one at least is an `.espdl` model, by tensor name: against another `.espdl`, the float ONNX
 * that it came from (always the reference), or a trace. All run on one input: `--img_path`, else the test input that
 * the first `.espdl` embeds. `--kernels` runs the suspect by the chip's own assembly.
 */
export async function diffEspdl(reference: string, suspect: string, options: DiffEspdlOptions): Promise<Compared> {
  const [first, second] = isFloat(suspect) ? [suspect, reference] : [reference, suspect];
  const opened = [first, second].map((path) => (isEspdl(path) ? open(path, options) : undefined));
  const [a, b] = opened;
  const source = (a ?? b) as Opened;
  const feeds = inputsOf(source.model, source.chip, options.img_path);
  if (isFloat(first)) return againstFloat(first, source, feeds, options);
  const real = realFeeds(source.model, feeds, source.chip);
  const side = (path: string, file: Opened | undefined): Side =>
    file === undefined
      ? { trace: readTraceSource(path), stopped: [] }
      : run(file, file === source ? feeds : espdlFeeds(file.model, real, file.chip), file === b ? options : {});
  const sides = [side(first, a), side(second, b)] as const;
  const runs = [sides[0].trace, sides[1].trace] as const;
  return { diff: diff(...runs), runs, stopped: distinct(sides) };
}

/** The run that a log is held against: on `--img_path`, else on the file's own test inputs. */
export function referenceOf(path: string, options: DiffEspdlOptions): { readonly trace: Trace } {
  const file = open(path, options);
  return run(file, inputsOf(file.model, file.chip, options.img_path), {});
}

const isFloat = (path: string): boolean => path.toLowerCase().endsWith(".onnx");

function open(path: string, options: DiffEspdlOptions): Opened {
  const model = readEspdlFile(path, options);
  return { path, model, chip: chipOf(path, model, options) };
}

/** A node that both sides stop at is told once. */
function distinct(sides: readonly Side[]): StoppedNode[] {
  const stopped = sides.flatMap((side) => side.stopped);
  return [...new Map(stopped.map((node) => [`${node.node} ${node.reason}`, node])).values()];
}

interface Side {
  readonly trace: Trace;
  readonly stopped: readonly StoppedNode[];
}

function run({ path, model, chip }: Opened, feeds: ReadonlyMap<string, Tensor>, options: KernelsOption): Side {
  const kernels = kernelsOf(options, chip);
  const { trace, stopped } = runEspdl(model, feeds, { chip, partial: true, ...(kernels && { kernels }) });
  // Constants of two files are packed and scaled each in its own way.
  const layers = trace.layers.filter(({ op }) => op !== "param");
  return { trace: { ...trace, model: path, layers }, stopped };
}

/** The float model is fed what the user gave, or the real values of the embedded integers. */
async function againstFloat(
  path: string,
  opened: Opened,
  feeds: ReadonlyMap<string, Tensor>,
  options: DiffEspdlOptions,
): Promise<Compared> {
  const { model, chip } = opened;
  const float = readModel(path);
  const inputs = float.graph.inputs.map((input) => ({ ...input, movesChannels: true as const }));
  const given =
    options.img_path === undefined ? new Map<string, Tensor>() : readSample(options.img_path, { graph: { inputs } });
  const isReal = [...given.values()].every(({ dtype }) => dtype === "float32");
  const real = given.size > 0 && isReal ? given : realFeeds(model, feeds, chip);
  const program = compileEspdl(model, { chip, partial: true });
  const { trace, stopped } = run(opened, feeds, options);
  const runs = [{ ...(await espdlFloatTrace(float, program, real)), model: path }, trace] as const;
  return { diff: diff(...runs, { program, arithmetic: chipArithmetic(chip) }), runs, program, stopped };
}
