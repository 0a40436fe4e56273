import type { OnnxModel, OnnxNode } from "../../../formats/onnx/model.js";
import { THROUGH } from "./walk-channels.js";

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
    const [channels, depth] = graph.initializers.get(consumer.inputs[1]!)!.shape;
    if (groups === 1 || (groups === channels && depth === 1)) found.push({ producer, consumer, between });
  }
  return found;
}

/** One output channel for each input channel. */
export const isDepthwise = ({ attributes }: OnnxNode): boolean => (attributes.get("group")?.value ?? 1) !== 1;
