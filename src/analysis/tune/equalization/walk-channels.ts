import type { OnnxModel, OnnxNode } from "../../../formats/onnx/model.js";

/** Operators of one input that let a positive factor of a channel through. */
const THROUGH: ReadonlySet<string> = new Set([
  "Relu",
  "LeakyRelu",
  "PRelu",
  "MaxPool",
  "AveragePool",
  "GlobalAveragePool",
  "GlobalMaxPool",
]);
/** Those that keep the channels where one value is left of each: what reads them tells. */
const FLATTENING: ReadonlySet<string> = new Set(["Flatten", "Reshape"]);

/**
 * A convolution or matrix product with constant weights: its output's channels may have factors, and it may take back
 * those of its input.
 */
export interface Scalable {
  readonly node: OnnxNode;
  readonly channels: number;
  /** Axis of the weights that has an entry for each output channel. */
  readonly outputAxis: 0 | 1;
  /** That of the input channels; undefined where groups have neither. */
  readonly inputAxis: 0 | 1 | undefined;
  /** Input channels. */
  readonly inputs: number;
}

/** What is done with the list of a tensor, which has an entry a channel. */
export interface ChannelVisitor<T> {
  /** The list of a convolution's output. */
  readonly made: (of: Scalable) => readonly T[];
  /** The list of channels that hold zeros, which may have any factor. */
  readonly blank: (channels: number) => readonly T[];
  /** The list of a sum, whose operands have the same factors. */
  readonly met: (lists: readonly (readonly T[])[]) => readonly T[];
  /** Nothing takes the factors of this list back. */
  readonly lost: (list: readonly T[]) => void;
  /** A convolution takes them back. */
  readonly read: (by: Scalable, list: readonly T[]) => void;
}

/**
 * Follows factors of channels through a graph, in its order: through Relu, pools, Pad, Add and Concat to the next
 * convolution or product.
 * @returns the lists by their tensors
 */
export function walkChannels<T>(
  model: OnnxModel,
  { made, blank, met, lost, read }: ChannelVisitor<T>,
): ReadonlyMap<string, readonly T[]> {
  const { graph } = model;
  const lists = new Map<string, readonly T[]>();
  const readers = new Map<string, OnnxNode[]>();
  for (const node of graph.nodes)
    for (const name of node.inputs) readers.set(name, [...(readers.get(name) ?? []), node]);
  const onlyProducts = (name: string): boolean => readers.get(name)?.every(({ opType }) => opType === "Gemm") ?? false;
  for (const node of graph.nodes) {
    const own = node.inputs.map((name) => lists.get(name));
    const known = own.filter((list) => list !== undefined);
    const [first] = own;
    const [output = ""] = node.outputs;
    const product = scalable(model, node);
    const isWhole = known.length === own.length && known.length > 0;
    const added = first === undefined ? undefined : paddedChannels(model, node);
    if (product !== undefined) {
      if (first !== undefined) {
        const isTaken = product.inputAxis !== undefined && product.inputs === first.length;
        (isTaken ? (list: readonly T[]) => read(product, list) : lost)(first);
      }
      lists.set(output, made(product));
    } else if (THROUGH.has(node.opType) && first !== undefined) lists.set(output, first);
    else if (FLATTENING.has(node.opType) && first !== undefined && onlyProducts(output)) lists.set(output, first);
    else if (added !== undefined && first !== undefined)
      lists.set(output, [...blank(added.before), ...first, ...blank(added.behind)]);
    else if (node.opType === "Add" && isWhole && known.every(({ length }) => length === first?.length))
      lists.set(output, met(known));
    else if (isOfChannels(node) && isWhole) lists.set(output, known.flat());
    else known.forEach(lost);
  }
  for (const { name } of graph.outputs) {
    const list = lists.get(name);
    if (list !== undefined) lost(list);
  }
  return lists;
}

function scalable({ graph }: OnnxModel, node: OnnxNode): Scalable | undefined {
  const [input, name, bias] = node.inputs;
  const weight = graph.initializers.get(name ?? "");
  if (weight === undefined || graph.initializers.has(input ?? "")) return undefined;
  if (bias && !graph.initializers.has(bias)) return undefined;
  const number = (attribute: string, otherwise: number): number =>
    Number(node.attributes.get(attribute)?.value ?? otherwise);
  const [rows, columns] = weight.shape as [number, number];
  if (node.opType === "Gemm") {
    const isPlain = number("alpha", 1) === 1 && number("beta", 1) === 1 && number("transA", 0) === 0;
    const isTransposed = number("transB", 0) === 1;
    const [channels, inputs] = isTransposed ? [rows, columns] : [columns, rows];
    const isEach = !bias || graph.initializers.get(bias)!.size === channels;
    const [outputAxis, inputAxis] = isTransposed ? ([0, 1] as const) : ([1, 0] as const);
    return isPlain && isEach ? { node, channels, outputAxis, inputAxis, inputs } : undefined;
  }
  if (node.opType !== "Conv") return undefined;
  const groups = number("group", 1);
  const inputAxis = groups === 1 ? 1 : groups === rows && columns === 1 ? 0 : undefined;
  return { node, channels: rows, outputAxis: 0, inputAxis, inputs: columns * groups };
}

/** Channels of zeros that a Pad adds; undefined for what is no such Pad. */
function paddedChannels({ graph }: OnnxModel, { opType, inputs, attributes }: OnnxNode) {
  if (opType !== "Pad" || (attributes.get("mode")?.value ?? "constant") !== "constant") return undefined;
  const pads = graph.initializers.get(inputs[1] ?? "")?.toNumbers();
  const value = inputs[2] ? graph.initializers.get(inputs[2])?.toNumbers()[0] : 0;
  const axes = (pads?.length ?? 0) / 2;
  if (pads === undefined || value !== 0 || inputs[3] || axes < 2 || pads.some((pad) => pad < 0)) return undefined;
  return pads[0] === 0 && pads[axes] === 0 ? { before: pads[1]!, behind: pads[axes + 1]! } : undefined;
}

const isOfChannels = ({ opType, attributes }: OnnxNode): boolean =>
  opType === "Concat" && attributes.get("axis")?.value === 1;
