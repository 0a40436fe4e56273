import { type Arithmetic, TVM_ARITHMETIC } from "../../../kernels-ref/index.js";
import type { Tensor } from "../../base/tensor/tensor.js";
import { RunTrace } from "../../formats/trace/run-trace.js";
import type { TraceLayer } from "../../formats/trace/trace.js";
import { outputId, outputIds } from "../../ir/graph/output-id.js";
import type { CallLayer, Layer, Program } from "../../ir/graph/program.js";
import { checkFeeds } from "./feeds.js";
import { lastUses } from "./last-uses.js";
import { call } from "./run-layer.js";

export { outputId } from "../../ir/graph/output-id.js";

/** Who made the trace, as trace.json states it. */
export const INTERPRETER = "espdl-lab interpreter";

export interface InterpretOptions {
  /** Default: the program's own. */
  readonly arithmetic?: Arithmetic;
  /** The model's name, for the trace. Default: empty. */
  readonly model?: string;
  /** Which tensors the trace keeps: every layer's, or only the program's outputs, freeing the others once used. */
  readonly keep?: "all" | "outputs";
  /** Computes calls in the reference's stead; undefined where it does not. */
  readonly compute?: (layer: CallLayer, inputs: readonly Tensor[]) => readonly Tensor[] | undefined;
  /** Called after every layer, inputs and params included. */
  readonly onLayer?: (layer: Layer, outputs: readonly Tensor[]) => void;
}

/**
 * Runs a program layer by layer with the reference kernels.
 * @param feeds one tensor for each input, by the input's name
 * @returns every tensor in execution order (or the outputs only, see `keep`)
 * @throws UserError when a feed is missing, unknown, or of another dtype or shape; when a kernel refuses a layer.
 */
export function interpret(
  program: Program,
  feeds: ReadonlyMap<string, Tensor>,
  {
    arithmetic = program.arithmetic ?? TVM_ARITHMETIC,
    model = "",
    keep = "all",
    compute,
    onLayer,
  }: InterpretOptions = {},
): RunTrace {
  checkFeeds(program, feeds);
  const lastUse = keep === "outputs" ? lastUses(program) : undefined;
  const values: (readonly Tensor[] | undefined)[] = [];
  for (const layer of program.layers) {
    const outputs = evaluate(layer, values, feeds, arithmetic, compute);
    values.push(outputs);
    onLayer?.(layer, outputs);
    for (const dead of lastUse?.get(layer.index) ?? []) values[dead] = undefined;
  }
  const layers = program.layers.flatMap((layer) => traceLayers(layer, values[layer.index] ?? []));
  return new RunTrace({ runner: INTERPRETER, model, layers }, outputIds(program));
}

function evaluate(
  layer: Layer,
  values: readonly (readonly Tensor[] | undefined)[],
  feeds: ReadonlyMap<string, Tensor>,
  arithmetic: Arithmetic,
  compute: InterpretOptions["compute"],
): readonly Tensor[] {
  if (layer.kind === "input") return [feeds.get(layer.name)!];
  if (layer.kind === "param") return [layer.tensor];
  const inputs = layer.inputs.map((operand) => values[operand.layer]![operand.output]);
  return compute?.(layer, inputs) ?? call(layer, inputs, arithmetic);
}

function traceLayers(layer: Layer, tensors: readonly Tensor[]): TraceLayer[] {
  const { index, name, id, onnx, exponent } = layer;
  const op = layer.kind === "call" ? layer.op : layer.kind;
  return tensors.map((tensor, output) => ({
    index,
    name,
    id: outputId(id, output),
    op,
    onnx,
    ...(exponent === undefined ? {} : { exponent }),
    tensor,
  }));
}
