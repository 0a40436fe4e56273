import * as v from "valibot";
import { UserError } from "../../base/errors.js";
import { printable } from "../../formats/onnx/printable.js";

/** A tensor of a functional model: output `tensor` of call `node` of a layer. */
export interface Reference {
  readonly layer: string;
  readonly node: number;
  readonly tensor: number;
}

/** A layer of a model's configuration with its calls. */
export interface LayerConfig {
  readonly name: string;
  readonly className: string;
  /** The folder that Keras 3 keeps its weights in where it does not write the name: the class, counted. */
  readonly folder: string;
  readonly config: Readonly<Record<string, unknown>>;
  /** Inputs of each call; none for an input layer. */
  readonly calls: readonly (readonly Reference[])[];
}

/** A functional model, or a sequential one written as such. */
export interface Topology {
  readonly name: string;
  readonly layers: readonly LayerConfig[];
  readonly inputs: readonly Reference[];
  readonly outputs: readonly Reference[];
}

/** More layers than any network has. */
const MOST_LAYERS = 20_000;

const record = v.record(v.string(), v.unknown());
const layerSchema = v.object({
  class_name: v.string(),
  config: record,
  name: v.optional(v.string()),
  inbound_nodes: v.optional(v.array(v.unknown())),
});
const functionalSchema = v.object({
  name: v.optional(v.string()),
  layers: v.array(layerSchema),
  input_layers: v.array(v.unknown()),
  output_layers: v.array(v.unknown()),
});
const sequentialSchema = v.union([
  v.object({ name: v.optional(v.string()), layers: v.array(layerSchema), build_input_shape: v.optional(v.unknown()) }),
  v.array(layerSchema),
]);

export const MODELS: ReadonlySet<string> = new Set(["Functional", "Model", "Sequential"]);

/**
 * The layers and calls of a model's configuration, of Keras 2, Keras 3 or tfjs.
 * @throws UserError that names the model or layer and what is wrong with it
 */
export function readTopology(className: string, config: unknown, where: string): Topology {
  if (className === "Sequential") return sequential(parse(sequentialSchema, config, where), where);
  if (!MODELS.has(className))
    throw new UserError(
      `${where}: class ${printable(className)}, expected Sequential or Functional; a model in code of its own holds no graph: build it with the functional API`,
    );
  const { name = "model", layers, input_layers, output_layers } = parse(functionalSchema, config, where);
  return fromZero({
    name,
    layers: unique(
      layers.map((layer) => ({
        ...layerOf(layer, where),
        calls: (layer.inbound_nodes ?? []).map((node) => callInputs(node, layerOf(layer, where).name)),
      })),
      where,
    ),
    inputs: references(input_layers, `${where}: input_layers`),
    outputs: references(output_layers, `${where}: output_layers`),
  });
}

/** Keras 2 counts the calls of a model inside a model from 1, as its own building was the first: here from 0. */
function fromZero(topology: Topology): Topology {
  const { layers, outputs } = topology;
  const referred = [...outputs, ...layers.flatMap(({ calls }) => calls.flat())];
  const shifted = new Set<string>();
  for (const { name, className, calls } of layers) {
    const nodes = referred.filter(({ layer }) => layer === name).map(({ node }) => node);
    if (MODELS.has(className) && Math.min(...nodes) === 1 && Math.max(...nodes) === calls.length) shifted.add(name);
  }
  if (shifted.size === 0) return topology;
  const lower = (to: Reference): Reference => (shifted.has(to.layer) ? { ...to, node: to.node - 1 } : to);
  return {
    ...topology,
    layers: layers.map((layer) => ({ ...layer, calls: layer.calls.map((call) => call.map(lower)) })),
    outputs: outputs.map(lower),
  };
}

function sequential(config: v.InferOutput<typeof sequentialSchema>, where: string): Topology {
  const [name, given, built] = Array.isArray(config)
    ? ["sequential", config, undefined]
    : [config.name ?? "sequential", config.layers, config.build_input_shape];
  const layers = given.map((layer) => layerOf(layer, where));
  const [first] = layers;
  if (first === undefined) throw new UserError(`${where}: has no layers, expected at least one; save the model again`);
  if (first.className !== "InputLayer") {
    const shape = first.config.batch_input_shape ?? first.config.batch_shape ?? built;
    const config = { name: `${first.name}_input`, batch_shape: shape, dtype: first.config.dtype };
    layers.unshift({ name: `${first.name}_input`, className: "InputLayer", folder: "", config, calls: [] });
  }
  const chain = layers.map((layer, i) => ({
    ...layer,
    calls: i === 0 ? [] : [[{ layer: layers[i - 1]!.name, node: 0, tensor: 0 }]],
  }));
  const reference = (layer: LayerConfig): Reference => ({ layer: layer.name, node: 0, tensor: 0 });
  return {
    ...{ name, layers: unique(chain, where) },
    ...{ inputs: [reference(chain[0]!)], outputs: [reference(chain.at(-1)!)] },
  };
}

function layerOf(layer: v.InferOutput<typeof layerSchema>, where: string): LayerConfig {
  const name = layer.name ?? layer.config.name;
  if (typeof name !== "string" || name === "")
    throw new UserError(`${where}: a layer of class ${printable(layer.class_name)} has no name; save the model again`);
  return { name, className: layer.class_name, folder: "", config: layer.config, calls: [] };
}

function unique(layers: readonly LayerConfig[], where: string): readonly LayerConfig[] {
  const names = new Set<string>();
  const classes = new Map<string, number>();
  if (layers.length > MOST_LAYERS)
    throw new UserError(`${where}: ${layers.length} layers, expected ${MOST_LAYERS} at most`);
  return layers.map((layer) => {
    const { name } = layer;
    if (names.has(name)) throw new UserError(`${where}: two layers are called ${printable(name)}; rename one of them`);
    names.add(name);
    const folder = folderName(layer.className);
    const before = classes.get(folder) ?? 0;
    classes.set(folder, before + 1);
    return { ...layer, folder: before === 0 ? folder : `${folder}_${before}` };
  });
}

/** Keras's `to_snake_case`. */
const folderName = (className: string): string =>
  className
    .replace(/\W+/g, "")
    .replace(/(.)([A-Z][a-z]+)/g, "$1_$2")
    .replace(/([a-z])([A-Z])/g, "$1_$2")
    .toLowerCase();

/** Arguments of a call that say nothing to a run. */
const SILENT = new Set(["training", "mask"]);

/** The inputs of one call: Keras 2 lists [layer, node, tensor, arguments]; Keras 3 writes tensors among the arguments. */
function callInputs(node: unknown, layer: string): Reference[] {
  const where = `layer ${printable(layer)}: inbound_nodes`;
  if (Array.isArray(node)) {
    const list = typeof node[0] === "string" ? [node] : node;
    for (const entry of list) checkArguments(Array.isArray(entry) ? entry[3] : undefined, where);
    return references(list, where);
  }
  const { args, kwargs } = (node ?? {}) as { args?: unknown; kwargs?: unknown };
  checkArguments(kwargs, where);
  const found: Reference[] = [];
  collect(args, found, where, 0);
  return found;
}

function checkArguments(given: unknown, where: string): void {
  for (const [key, value] of Object.entries((given ?? {}) as Record<string, unknown>))
    if (!SILENT.has(key) && value !== null)
      throw new UserError(
        `${where}: the call has an argument ${printable(key)}, which no rule converts; call the layer with its inputs alone`,
      );
}

function collect(value: unknown, found: Reference[], where: string, depth: number): void {
  if (depth > 8) throw new UserError(`${where}: nested too deeply; save the model again`);
  if (Array.isArray(value)) for (const item of value) collect(item, found, where, depth + 1);
  else if (typeof value === "object" && value !== null) {
    const { class_name, config } = value as { class_name?: unknown; config?: { keras_history?: unknown } };
    if (class_name !== "__keras_tensor__")
      throw new UserError(`${where}: an argument is ${printable(String(class_name))}, expected a tensor of the model`);
    found.push(reference(config?.keras_history, where));
  } else if (value !== null && value !== undefined)
    throw new UserError(`${where}: an argument is ${printable(String(value))}, expected a tensor of the model`);
}

/** References as a list of lists; a single one may stand without its list. */
function references(value: readonly unknown[], where: string): Reference[] {
  return (typeof value[0] === "string" ? [value] : value).map((entry) => reference(entry, where));
}

function reference(entry: unknown, where: string): Reference {
  const [layer, node, tensor] = Array.isArray(entry) ? entry : [];
  if (typeof layer !== "string" || !Number.isInteger(node) || !Number.isInteger(tensor))
    throw new UserError(
      `${where} must be [layer, node, tensor], got ${printable(JSON.stringify(entry) ?? "nothing")}; save the model again`,
    );
  return { layer, node, tensor };
}

function parse<T>(schema: v.GenericSchema<unknown, T>, value: unknown, where: string): T {
  const result = v.safeParse(schema, value, { abortEarly: true });
  if (result.success) return result.output;
  const [issue] = result.issues;
  throw new UserError(
    `${where}: ${v.getDotPath(issue) ?? "the configuration"} must be ${issue.expected ?? "other"}, got ${issue.received === "undefined" ? "nothing" : printable(issue.received)}; save the model again`,
  );
}
