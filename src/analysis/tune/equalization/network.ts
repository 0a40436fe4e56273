import type { OnnxModel, OnnxNode } from "../../../formats/onnx/model.js";
import { Channel } from "./channel.js";
import { type Scalable, walkChannels } from "./walk-channels.js";

/** A convolution or product, with the channels that it reads and makes. */
export interface Product extends Scalable {
  readonly made: readonly Channel[];
  /** Undefined where it reads what can have no factors. */
  readonly read?: readonly Channel[] | undefined;
}

/** The channels of a float model that may have factors. */
export interface Network {
  readonly products: readonly Product[];
  /** All tensors of these channels that have a scale of their own, by their names. */
  readonly tensors: ReadonlyMap<string, readonly Channel[]>;
  /** Those of them whose values are rounded. */
  readonly values: ReadonlyMap<string, readonly Channel[]>;
  /** Channels whose tensors meet; none whose channels are all fixed. */
  readonly blocks: readonly (readonly Channel[])[];
}

const ROUNDING: ReadonlySet<string> = new Set(
  "Conv Gemm Add Concat AveragePool GlobalAveragePool Relu LeakyRelu PRelu".split(" "),
);

export function networkOf(model: OnnxModel): Network {
  const found: Scalable[] = [];
  const made = new Map<OnnxNode, readonly Channel[]>();
  const read = new Map<OnnxNode, readonly Channel[]>();
  const fresh = (channels: number): Channel[] => Array.from({ length: channels }, () => new Channel());
  const lists = walkChannels<Channel>(model, {
    made(product) {
      const channels = fresh(product.channels);
      found.push(product);
      made.set(product.node, channels);
      return channels;
    },
    blank: fresh,
    met: ([first, ...others]) =>
      first!.map((channel, i) => others.reduce((sum, list) => sum.join(list[i]!), channel.root())),
    lost: (list) => {
      for (const channel of list) channel.fix();
    },
    read: ({ node }, list) => read.set(node, list),
  });
  const products = found.map((product) => ({
    ...product,
    made: made.get(product.node)!,
    read: read.get(product.node),
  }));
  const makers = new Map(model.graph.nodes.map((node) => [node.outputs[0], node.opType]));
  const cut = cutOnly(model);
  const tensors = new Map([...lists].filter(([name]) => !cut.has(name)));
  const values = new Map([...tensors].filter(([name]) => ROUNDING.has(makers.get(name) ?? "")));
  return { products, tensors, values, blocks: blocksOf([...lists.values()]) };
}

/** Tensors that only a Relu reads: their values have the scale of what comes out. */
function cutOnly({ graph }: OnnxModel): Set<string> {
  const readers = new Map<string, string[]>();
  for (const { opType, inputs } of graph.nodes)
    for (const name of inputs) readers.set(name, [...(readers.get(name) ?? []), opType]);
  return new Set([...readers].filter(([, types]) => types.join() === "Relu").map(([name]) => name));
}

function blocksOf(lists: readonly (readonly Channel[])[]): Channel[][] {
  const blockOf = new Map<Channel, Set<Channel>>();
  for (const list of lists) {
    const block = new Set<Channel>();
    for (const channel of list) {
      const root = channel.root();
      for (const other of blockOf.get(root) ?? [root]) block.add(other);
    }
    for (const channel of block) blockOf.set(channel, block);
  }
  return [...new Set(blockOf.values())].map((block) => [...block]).filter((block) => block.some((c) => !c.isFixed));
}
