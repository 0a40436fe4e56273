import { UserError } from "../../base/errors.js";
import { DTYPES, type DType } from "../../base/tensor/dtype.js";
import { printable } from "../../formats/onnx/printable.js";
import type { GraphBuilder } from "../graph/builder.js";
import { channelsFirst, count, type Value } from "../graph/value.js";
import type { Dialect } from "../operators/activations.js";
import { Config, dtypeName } from "./config.js";
import type { KerasModel } from "./model.js";
import type { LayerRule } from "./rule.js";
import { LAYERS } from "./table.js";
import { type LayerConfig, MODELS, type Reference, readTopology, type Topology } from "./topology.js";
import type { LayerPath, WeightStore } from "./weights.js";

export interface NetworkContext {
  readonly g: GraphBuilder;
  /** Inputs of images stand channels first in the ONNX file too. */
  readonly inputsChannelsFirst: boolean;
  /** Told what each layer of the outermost model gives. */
  readonly onLayer?: (name: string, className: string, value: Value) => void;
}

interface Context extends NetworkContext {
  readonly weights: WeightStore;
  readonly dialect: Dialect;
}

/** Models inside models: deeper nesting is a file that was made to harm. */
const DEEPEST = 20;
/** Elements of the largest tensor. */
const MOST_ELEMENTS = 2 ** 30;

/** The outputs of the outermost model under their names, after its inputs were added to the graph. */
export function convertNetwork(model: KerasModel, outer: NetworkContext): (readonly [string, Value])[] {
  const { topology, weights, dialect } = model;
  const context: Context = { ...outer, weights, dialect };
  const { g } = context;
  const inputs = topology.inputs.map((reference) => {
    const layer = topology.layers.find(({ name }) => name === reference.layer);
    if (layer?.className !== "InputLayer") throw noSuch(reference, "an input layer");
    const { shape, dtype } = inputType(layer);
    const order = context.inputsChannelsFirst ? channelsFirst(shape.length) : undefined;
    return g.input(layer.name, shape, dtype, order);
  });
  const names = topology.outputs.map(({ layer }) => g.reserve(layer));
  const outputs = runModel(topology, inputs, [], context);
  return outputs.map((value, i) => [names[i]!, value]);
}

/** One call of a model: its layers in an order in which each finds its inputs. */
function runModel(topology: Topology, inputs: readonly Value[], path: LayerPath, context: Context): Value[] {
  if (path.length > DEEPEST)
    throw new UserError(`${labelOf(path)}: models inside models, ${DEEPEST} deep; flatten them`);
  const values = new Map<string, readonly Value[]>();
  const find = ({ layer, node, tensor }: Reference): Value | undefined => values.get(`${node}|${layer}`)?.[tensor];
  topology.inputs.forEach(({ layer }, i) => {
    values.set(`0|${layer}`, [inputs[i]!]);
  });
  const run = runner(path, context);
  let waiting = topology.layers.flatMap((layer) =>
    layer.className === "InputLayer" ? [] : layer.calls.map((call, node) => ({ layer, call, node })),
  );
  while (waiting.length > 0) {
    const left = waiting.filter(({ layer, call, node }) => {
      const given = call.map(find);
      if (given.some((value) => value === undefined)) return true;
      values.set(`${node}|${layer.name}`, run(layer, given as Value[], node));
      return false;
    });
    if (left.length === waiting.length) break;
    waiting = left;
  }
  return topology.outputs.map((reference) => {
    const value = find(reference);
    if (value === undefined) throw noSuch(reference, "a tensor that the layers before it make");
    return value;
  });
}

const noSuch = ({ layer, node, tensor }: Reference, expected: string): UserError =>
  new UserError(
    `layer ${printable(layer)}: the model refers to output ${tensor} of its call ${node}, expected ${expected}; save the model again`,
  );

const labelOf = (path: LayerPath): string => `layer ${path.map(({ name }) => printable(name)).join("/")}`;

/** Runs single layers of one model. */
function runner(outer: LayerPath, context: Context) {
  return (layer: LayerConfig, inputs: readonly Value[], node: number): readonly Value[] => {
    const path = [...outer, { name: layer.name, folder: layer.folder }];
    const label = `${labelOf(path)} (${printable(layer.className)})`;
    const scope = path.map(({ name }) => name).join("/");
    const results = context.g.within(scope, () => {
      if (!MODELS.has(layer.className)) return runLayer(layer, inputs, path, label, context);
      const inner = readTopology(layer.className, layer.config, label);
      if (inner.inputs.length !== inputs.length)
        throw new UserError(`${label}: has ${inputs.length} inputs, expected ${inner.inputs.length}`);
      return runModel(inner, inputs, path, context);
    });
    for (const { shape } of results)
      if (!(count(shape) <= MOST_ELEMENTS) || shape.some((size) => size < 1))
        throw new UserError(
          `${label}: its result would have shape [${shape}], expected 1 to ${MOST_ELEMENTS} elements`,
        );
    if (outer.length === 0 && node === 0 && results.length === 1)
      context.onLayer?.(layer.name, layer.className, results[0]!);
    return results;
  };
}

function runLayer(
  layer: LayerConfig,
  inputs: readonly Value[],
  path: LayerPath,
  label: string,
  { g, weights, dialect }: Context,
): readonly Value[] {
  const rule = ruleOf(layer, label);
  const config = new Config(label, layer.config);
  if (inputs.length === 0) throw new UserError(`${label}: has no inputs; save the model again`);
  const names = rule.weights?.(config) ?? [];
  const take: Parameters<LayerRule["emit"]>[0]["take"] = (name, shape) => {
    const tensor = weights.find(path, name, names);
    if (tensor === undefined)
      throw new UserError(
        `${label}: its weight ${printable(name)} is not in the file; save the model with its weights`,
      );
    const fits =
      tensor.shape.length === shape.length && shape.every((size, i) => size === -1 || size === tensor.shape[i]);
    if (tensor.dtype !== "float32" || !fits)
      throw new UserError(
        `${label}: its weight ${printable(name)} must be float32[${shape}], got ${tensor.dtype}[${tensor.shape}]; save the model again`,
      );
    return tensor;
  };
  const result = named(label, () => rule.emit({ g, config, inputs, dialect, take }));
  config.checkAllRead();
  return Array.isArray(result) ? (result as readonly Value[]) : [result as Value];
}

/** Rules of operators do not know the layer's name. */
function named<T>(label: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof UserError && !error.message.startsWith("layer "))
      throw new UserError(`${label}: ${error.message}`);
    throw error;
  }
}

function ruleOf({ className, config }: LayerConfig, label: string): LayerRule {
  const rule = LAYERS.get(className);
  if (rule !== undefined) return rule;
  if (className === "Lambda")
    throw new UserError(`${label}: holds code of its own, which a file cannot say; replace it by layers of Keras`);
  const registered = typeof config.registered_name === "string" ? ` (${printable(config.registered_name)})` : "";
  throw new UserError(
    `${label}: no rule converts layers of this class${registered}; replace it by layers of Keras, or write its rule`,
  );
}

function inputType({ name, config }: LayerConfig): { shape: number[]; dtype: DType } {
  const label = `layer ${printable(name)} (InputLayer)`;
  const given = config.batch_input_shape ?? config.batch_shape;
  const written = JSON.stringify(given) ?? "nothing";
  if (!Array.isArray(given) || given.length < 1)
    throw new UserError(`${label}: its shape is ${printable(written)}, expected sizes; build the model on an Input`);
  const shape = given.map((size, axis) => (axis === 0 && size === null ? 1 : size));
  if (!shape.every((size) => Number.isInteger(size) && size >= 1) || !(count(shape) <= MOST_ELEMENTS))
    throw new UserError(
      `${label}: its shape is ${printable(written)}, expected known sizes beside the batch's; build it with the size that the board will see`,
    );
  const dtype = dtypeName(config.dtype) ?? "float32";
  if (!(DTYPES as readonly string[]).includes(dtype))
    throw new UserError(`${label}: dtype ${printable(dtype)}, expected a numeric one; build the Input with float32`);
  return { shape, dtype: dtype as DType };
}
