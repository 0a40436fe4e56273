import type { OnnxModel } from "../../../formats/onnx/model.js";
import type { Ranges } from "../../../quantization/calibrate/range.js";
import type { Sample } from "../../../quantization/calibrate/samples.js";
import { type Channel, exponentOf, type Scale } from "./channel.js";
import { type ChannelStatistics, channelStatistics } from "./channel-statistics.js";
import { evenOut, type Scales } from "./even-out.js";
import { extentsOf } from "./extents.js";
import { type Network, networkOf, type Product } from "./network.js";

/** What a block's factors should be changes with its neighbours'. */
const SWEEPS = 4;

export interface EqualizationOptions {
  /** Whether values have to fit that more samples would show, instead of those of these samples. */
  readonly foretold: boolean;
}

export interface Equalization {
  /** Exponents k of the channels that a convolution or product makes, by its tensor; none where all are 0. */
  readonly factors: ReadonlyMap<string, readonly number[]>;
  /** What tensors reach with these factors. */
  readonly ranges: Ranges;
}

/**
 * The factors 2^k of channels for which the network loses least to rounding, by the float model's weights and what its
 * values are on samples.
 */
export async function equalizationOf(
  float: OnnxModel,
  samples: readonly Sample[],
  options: EqualizationOptions,
): Promise<Equalization> {
  const network = networkOf(float);
  const { products, blocks } = network;
  const tensors = new Map([...network.tensors].map(([name, channels]) => [name, channels.length]));
  for (const { node, channels, inputs } of products)
    tensors.set(node.inputs[0]!, inputs).set(node.outputs[0]!, channels);
  const statistics = await channelStatistics(float, tensors, samples);
  const factors = new Map<Channel, number>();
  const factorOf = (channel: Channel): number => factors.get(channel.root()) ?? 0;
  const up = (channel: Channel | undefined): number => (channel === undefined ? 1 : 2 ** factorOf(channel));
  const state = { ...options, float, network, statistics, up };
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    for (const block of blocks) {
      const scales = describe(block, state);
      evenOut(block, scales).forEach((k, i) => {
        factors.set(block[i]!, factorOf(block[i]!) + k);
      });
    }
  }
  const lists = products.map(({ node, made }) => [node.outputs[0]!, made.map(factorOf)] as const);
  const factorLists = new Map(lists.filter(([, list]) => list.some((k) => k !== 0)));
  return { factors: factorLists, ranges: rangesOf(state) };
}

/** A network at the factors found so far. */
interface Standing extends EqualizationOptions {
  readonly float: OnnxModel;
  readonly network: Network;
  readonly statistics: ReadonlyMap<string, ChannelStatistics>;
  /** What a channel is multiplied by: 1 where it can have no factor. */
  readonly up: (channel: Channel | undefined) => number;
}

/** Operators of one input whose values are between those that they read. */
const KEEPING: ReadonlySet<string> = new Set(
  "MaxPool AveragePool GlobalAveragePool GlobalMaxPool Flatten Reshape Pad".split(" "),
);

/** Behind a Relu zeros are the lowest values; any other tensor reaches as far down as up. */
function rangesOf(state: Standing): Ranges {
  const { float, network } = state;
  const cut = new Set<string>();
  for (const { opType, inputs, outputs } of float.graph.nodes)
    if (opType === "Relu" || (KEEPING.has(opType) && cut.has(inputs[0]!))) cut.add(outputs[0]!);
  return new Map(
    [...network.tensors].map(([name, list]) => {
      const largest = Math.max(...grown(name, list, state));
      return [name, { min: cut.has(name) ? 0 : -largest, max: largest }] as const;
    }),
  );
}

/** Tells the block's channels what makes, holds and reads them. */
function describe(block: readonly Channel[], state: Standing): Scales {
  const own = new Set(block);
  const isOwn = (list: readonly Channel[] | undefined): boolean => list?.some((c) => own.has(c.root())) ?? false;
  for (const channel of block) channel.clear();
  const scales = { made: [] as Scale[], values: [] as Scale[], read: [] as Scale[] };
  for (const [name, list] of state.network.values) if (isOwn(list)) scales.values.push(hold(name, list, state));
  for (const product of state.network.products) {
    const [makes, reads] = [isOwn(product.made), isOwn(product.read)];
    if (!makes && !reads) continue;
    const { scale, ...found } = weightsOf(product, state);
    if (makes) scales.made.push(scale);
    if (reads) scales.read.push(scale);
    if (makes) for (const [c, channel] of product.made.entries()) channel.isMade({ scale, ...found.rows[c]! });
    if (reads) for (const [c, channel] of product.read!.entries()) channel.isRead({ scale, ...found.columns[c]! });
  }
  return scales;
}

function hold(name: string, list: readonly Channel[], state: Standing): Scale {
  const offsets = offsetsOf(state.float, name);
  const values = grown(name, list, state).map((largest, c) => largest + (offsets?.[c] ?? 0) * state.up(list[c]));
  const scale = { exponent: exponentOf(Math.max(...values)) };
  for (const [c, channel] of list.entries()) channel.holds({ scale, largest: values[c]! });
  return scale;
}

/** The largest values of a tensor's channels at the factors that stand. */
function grown(name: string, list: readonly Channel[], { statistics, foretold, up }: Standing): number[] {
  const { largest } = statistics.get(name)!;
  const reach = foretold ? largest.reach : 1;
  return list.map((channel, c) => reach * largest.of(c) * up(channel));
}

/** What a convolution's bias takes from its values: before it is added they are larger, and have to fit too. */
function offsetsOf({ graph }: OnnxModel, name: string): number[] | undefined {
  const made = graph.nodes.find(({ outputs }) => outputs[0] === name);
  const product = made?.opType === "Relu" ? graph.nodes.find(({ outputs }) => outputs[0] === made.inputs[0]) : made;
  if (product?.opType !== "Conv") return undefined;
  return graph.initializers
    .get(product.inputs[2] ?? "")
    ?.toNumbers()
    .map((bias) => Math.max(-bias, 0));
}

/** The weights of a product and what their rounding does, for each channel that they make and read. */
function weightsOf(product: Product, { float, statistics, up }: Standing) {
  const { node, inputs, inputAxis } = product;
  const weight = float.graph.initializers.get(node.inputs[1]!)!;
  const [made, read] = [product.made.map(up), Array.from({ length: inputs }, (_, c) => up(product.read?.[c]))];
  const { rows, columns } = extentsOf(product, weight, made, read);
  const scale = { exponent: exponentOf(Math.max(...rows.map(({ largest }) => largest))) };
  const squares = statistics.get(node.inputs[0]!)!.meanSquare.map((square, c) => square * read[c]! ** 2);
  const signal = statistics
    .get(node.outputs[0]!)!
    .meanSquare.reduce((sum, square, c) => sum + square * made[c]! ** 2, 0);
  const isDepthwise = inputAxis === 0 && node.opType === "Conv";
  const all = squares.reduce((sum, square) => sum + square, 0) / inputs;
  return {
    scale,
    rows: rows.map(({ largest, count }, c) => ({ largest, input: count * (isDepthwise ? squares[c]! : all) })),
    columns: columns.map(({ largest, power, count }, c) => ({
      largest,
      power: power / (signal || 1),
      count: count / (signal || 1),
      square: squares[c]!,
    })),
  };
}
