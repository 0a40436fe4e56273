import type { OnnxModel, OnnxNode } from "../../../formats/onnx/model.js";

/** Operators of one input that let a positive factor of a channel through. */
export const THROUGH: ReadonlySet<string> = new Set(["Relu", "MaxPool", "AveragePool", "GlobalAveragePool"]);

/** A convolution with constant weights: its output's channels may have factors, and it may take back those of its input. */
export interface Scalable {
  readonly node: OnnxNode;
  readonly channels: number;
  /** Axis of the weights that has an entry for each input channel; undefined where groups have neither. */
  readonly inputAxis: 0 | 1 | undefined;
}

/** What is done with the list of a tensor, which has an entry a channel. */
export interface ChannelVisitor<T> {
  /** The list of a convolution's output. */
  readonly made: (of: Scalable) => readonly T[];
  /** The list of a sum, whose operands have the same factors. */
  readonly met: (lists: readonly (readonly T[])[]) => readonly T[];
  /** Nothing takes the factors of this list back. */
  readonly lost: (list: readonly T[]) => void;
  /** A convolution takes them back. */
  readonly read: (by: Scalable, list: readonly T[]) => void;
}

/** Follows factors of channels through a graph, in its order: through Relu, pools, Add and Concat to the next convolution. */
export function walkChannels<T>(model: OnnxModel, { made, met, lost, read }: ChannelVisitor<T>): void {
  const { graph } = model;
  const lists = new Map<string, readonly T[]>();
  for (const node of graph.nodes) {
    const own = node.inputs.map((name) => lists.get(name));
    const known = own.filter((list) => list !== undefined);
    const [first] = own;
    const [output = ""] = node.outputs;
    const conv = scalable(model, node);
    const isWhole = known.length === own.length && known.length > 0;
    if (conv !== undefined) {
      if (first !== undefined) (conv.inputAxis === undefined ? lost : (list: readonly T[]) => read(conv, list))(first);
      lists.set(output, made(conv));
    } else if (THROUGH.has(node.opType) && first !== undefined) lists.set(output, first);
    else if (node.opType === "Add" && isWhole && known.every(({ length }) => length === first?.length))
      lists.set(output, met(known));
    else if (isOfChannels(node) && isWhole) lists.set(output, known.flat());
    else known.forEach(lost);
  }
  for (const { name } of graph.outputs) {
    const list = lists.get(name);
    if (list !== undefined) lost(list);
  }
}

function scalable({ graph }: OnnxModel, node: OnnxNode): Scalable | undefined {
  const [input, name, bias] = node.inputs;
  const weight = graph.initializers.get(name ?? "");
  if (node.opType !== "Conv" || weight === undefined || graph.initializers.has(input ?? "")) return undefined;
  if (bias && !graph.initializers.has(bias)) return undefined;
  const [channels, depth] = weight.shape as [number, number];
  const groups = node.attributes.get("group")?.value ?? 1;
  const inputAxis = groups === 1 ? 1 : groups === channels && depth === 1 ? 0 : undefined;
  return { node, channels, inputAxis };
}

const isOfChannels = ({ opType, attributes }: OnnxNode): boolean =>
  opType === "Concat" && attributes.get("axis")?.value === 1;
