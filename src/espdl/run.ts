import { type NdArray, sizeOf, type Unpinned } from "../../kernels-ref/index.js";
import { Tensor } from "../base/tensor/tensor.js";
import { interpret } from "../execution/interpreter/interpret.js";
import type { Trace } from "../formats/trace/trace.js";
import type { Layer } from "../ir/graph/program.js";
import type { KernelExecutor } from "../isa/kernels/executor.js";
import { byKernels } from "./by-kernels.js";
import { type Chip, chipArithmetic } from "./chip.js";
import { compileEspdl, type EspdlProgram } from "./compile.js";
import { checkDeclared } from "./declared.js";
import type { ImportOptions, StoppedNode } from "./import/import-model.js";
import { STATE_SUFFIX } from "./import/node-view.js";
import type { EspdlModel } from "./model.js";

export interface RunEspdlOptions extends ImportOptions {
  /** Whose arithmetic; the file does not say. */
  readonly chip: Chip;
  /** ESP32-S3 only: accumulate int8 convolutions in 20-bit lanes, as its SIMD does. Default: false. */
  readonly saturatingLanes?: boolean;
  /**
   * Other readings of the chip's vector unit than the default ones, or "none": the portable C everywhere, as Espressif's
   * C++ compiled for a PC runs it.
   */
  readonly vector?: Partial<Unpinned> | "none";
  /** Runs operators by the chip's own assembly where ESP-DL does, the rest by the reference. */
  readonly kernels?: KernelExecutor;
  /** Which tensors the trace keeps. Default: all. */
  readonly keep?: "all" | "outputs";
  /** Tensors wanted besides the outputs, by name; default none. */
  readonly wanted?: Iterable<string>;
  /** Called after every layer. */
  readonly onLayer?: (layer: Layer) => void;
}

/** Elements of one layer whose accumulator met the end of its 20-bit lane on the way. */
export interface SaturatedLayer {
  /** The layer's id in the trace. */
  readonly layer: string;
  /** The node of the file. */
  readonly node: string;
  /** Indices into the layer's tensor, ascending. */
  readonly indices: readonly number[];
}

export interface EspdlRun {
  /** The model's outputs, and the tensors wanted, by name. */
  readonly tensors: ReadonlyMap<string, Tensor>;
  readonly trace: Trace;
  /** With `streams`: the memory of every StreamingCache after the run, by the name of its input. */
  readonly states: ReadonlyMap<string, Tensor>;
  /** With `partial`: nodes that were not run. */
  readonly stopped: readonly StoppedNode[];
  /** Empty unless `saturatingLanes`. */
  readonly saturated: readonly SaturatedLayer[];
}

/** Runs a compiled model on tensors by input name, as often as wanted. */
export type EspdlRunner = (feeds: ReadonlyMap<string, Tensor>) => EspdlRun;

/**
 * Compiles an `.espdl` model once, to be run on any inputs.
 * @throws UserError for what the chip's runtime does not run, or declares far smaller than it computes; the runner throws it for inputs that do not fit.
 */
export function espdlRunner(model: EspdlModel, options: RunEspdlOptions): EspdlRunner {
  const program = compileEspdl(model, options);
  checkDeclared(model, program);
  const names = new Set([...model.graph.outputs.map(({ name }) => name), ...(options.wanted ?? [])]);
  return (feeds) => runProgram(program, model.graph.name, names, feeds, options);
}

/** Runs an `.espdl` model on tensors by input name. @throws UserError as `espdlRunner`. */
export function runEspdl(model: EspdlModel, feeds: ReadonlyMap<string, Tensor>, options: RunEspdlOptions): EspdlRun {
  return espdlRunner(model, options)(feeds);
}

function runProgram(
  program: EspdlProgram,
  model: string,
  names: ReadonlySet<string>,
  feeds: ReadonlyMap<string, Tensor>,
  { chip, saturatingLanes, vector, kernels, keep = "all", onLayer: told }: RunEspdlOptions,
): EspdlRun {
  const tensors = new Map<string, Tensor>();
  const saturated: SaturatedLayer[] = [];
  const met = new Map<NdArray, number[]>();
  const onLaneSaturation = (output: NdArray, index: number): void => {
    const indices = met.get(output);
    if (indices === undefined) met.set(output, [index]);
    else indices.push(index);
  };
  const wanted = wantedByLayer(program, names);
  const onLayer = (layer: Layer, outputs: readonly Tensor[]): void => {
    for (const [name, output] of wanted.get(layer.index) ?? []) tensors.set(name, outputs[output]);
    for (const tensor of outputs) {
      const indices = met.get(tensor);
      if (indices !== undefined) saturated.push({ layer: layer.id, node: layer.onnx.join(", "), indices });
    }
    told?.(layer);
  };
  const given = new Map(feeds);
  for (const layer of program.layers)
    if (layer.kind === "input" && layer.name.endsWith(STATE_SUFFIX) && !given.has(layer.name))
      given.set(layer.name, Tensor.zeros(layer.types[0]!.dtype, layer.types[0]!.shape));
  const arithmetic = { ...chipArithmetic(chip, saturatingLanes, vector), onLaneSaturation };
  const compute = kernels && byKernels(kernels);
  const trace = interpret(program, given, { arithmetic, model, keep, onLayer, ...(compute && { compute }) });
  return { tensors, trace, states: statesAfter(program, tensors), stopped: program.stopped, saturated };
}

/** What a cache holds for the next run: the end of its output. */
function statesAfter(program: EspdlProgram, tensors: ReadonlyMap<string, Tensor>): Map<string, Tensor> {
  const states = new Map<string, Tensor>();
  for (const layer of program.layers) {
    if (layer.kind !== "input" || !layer.name.endsWith(STATE_SUFFIX)) continue;
    const whole = tensors.get(layer.name.slice(0, -STATE_SUFFIX.length));
    const { dtype, shape } = layer.types[0]!;
    if (whole !== undefined)
      states.set(layer.name, new Tensor(dtype, shape, whole.data.slice(whole.size - sizeOf(shape))));
  }
  return states;
}

/** The names to keep by the layer that makes them, each with the position among the layer's outputs. */
function wantedByLayer(program: EspdlProgram, names: ReadonlySet<string>): Map<number, [string, number][]> {
  const wanted = new Map<number, [string, number][]>();
  for (const name of names) {
    const operand = program.tensors.get(name);
    if (operand === undefined) continue;
    wanted.set(operand.layer, [...(wanted.get(operand.layer) ?? []), [name, operand.output]]);
  }
  return wanted;
}
