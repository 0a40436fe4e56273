import { Tensor } from "../../../base/tensor/tensor.js";
import type { OnnxModel, OnnxNode } from "../../../formats/onnx/model.js";

/** Operators that let a positive factor of a channel through. */
const THROUGH: ReadonlySet<string> = new Set(["Relu", "MaxPool", "AveragePool", "GlobalAveragePool"]);

/**
 * Multiplies channels by powers of two and takes the factors back in the convolution that reads them: the network
 * computes the same bits in float (a power of two only moves exponents) and has channels of more even ranges.
 * @param factors exponents k, one a channel, by the tensor of the convolution whose outputs are multiplied by 2^k
 */
export function equalize(model: OnnxModel, factors: ReadonlyMap<string, readonly number[]>): OnnxModel {
  if (factors.size === 0) return model;
  const { graph } = model;
  const initializers = new Map(graph.initializers);
  const rename = new Map<OnnxNode, OnnxNode>();
  const change = (node: OnnxNode, input: number, scaled: (tensor: Tensor) => Float32Array, suffix: string): void => {
    const current = rename.get(node) ?? node;
    const name = current.inputs[input] as string;
    const tensor = initializers.get(name) as Tensor;
    const made = `${name}${suffix}`;
    initializers.set(made, new Tensor("float32", tensor.shape, scaled(tensor)));
    const inputs = current.inputs.with(input, made);
    rename.set(node, { ...current, inputs });
  };
  for (const { producer, consumer } of pairs(model)) {
    const exponents = factors.get(producer.outputs[0] as string);
    if (exponents === undefined) continue;
    const up = (channel: number): number => 2 ** exponents[channel]!;
    change(producer, 1, (w) => scaledAlong(w, 0, up), "_equalized");
    if (producer.inputs[2]) change(producer, 2, (b) => scaledAlong(b, 0, up), "_equalized");
    change(consumer, 1, (w) => scaledAlong(w, isDepthwise(consumer) ? 0 : 1, (c) => 1 / up(c)), "_equalized");
  }
  const nodes = graph.nodes.map((node) => rename.get(node) ?? node);
  const read = new Set(nodes.flatMap(({ inputs }) => inputs));
  const used = new Map([...initializers].filter(([name]) => read.has(name)));
  return { ...model, graph: { ...graph, nodes, initializers: used } };
}

/** Two convolutions with nothing between but what lets factors through, both with constant weights. */
export interface Pair {
  readonly producer: OnnxNode;
  readonly consumer: OnnxNode;
  /** What the producer makes, after the Relu that follows it. */
  readonly between: string;
}

export function pairs({ graph }: OnnxModel): Pair[] {
  const readers = new Map<string, OnnxNode[]>();
  for (const node of graph.nodes) {
    for (const name of node.inputs) readers.set(name, [...(readers.get(name) ?? []), node]);
  }
  const outputs = new Set(graph.outputs.map(({ name }) => name));
  const only = (name: string): OnnxNode | undefined => {
    const [reader, ...others] = readers.get(name) ?? [];
    return others.length > 0 || outputs.has(name) ? undefined : reader;
  };
  const constant = ({ inputs }: OnnxNode): boolean =>
    graph.initializers.has(inputs[1] ?? "") && (!inputs[2] || graph.initializers.has(inputs[2]));
  const found: Pair[] = [];
  for (const producer of graph.nodes) {
    if (producer.opType !== "Conv" || !constant(producer)) continue;
    let consumer = only(producer.outputs[0] as string);
    const between = consumer?.opType === "Relu" ? consumer.outputs[0]! : producer.outputs[0]!;
    while (consumer !== undefined && THROUGH.has(consumer.opType)) consumer = only(consumer.outputs[0] as string);
    if (consumer?.opType !== "Conv" || !constant(consumer) || consumer === producer) continue;
    const groups = consumer.attributes.get("group")?.value ?? 1;
    if (groups === 1 || isDepthwise(consumer, graph.initializers.get(consumer.inputs[1] as string)))
      found.push({ producer, consumer, between });
  }
  return found;
}

/** One output channel for each input channel. */
export function isDepthwise({ attributes }: OnnxNode, weight?: Tensor): boolean {
  const groups = attributes.get("group")?.value ?? 1;
  return groups !== 1 && (weight === undefined || (weight.shape[0] === groups && weight.shape[1] === 1));
}

function scaledAlong({ data, shape }: Tensor, axis: number, factor: (channel: number) => number): Float32Array {
  const inner = shape.slice(axis + 1).reduce((product, dim) => product * dim, 1);
  return Float32Array.from(data as Float32Array, (x, i) => x * factor(Math.floor(i / inner) % shape[axis]!));
}
