import type { Tensor } from "../../../base/tensor/tensor.js";
import type { OnnxModel, OnnxNode } from "../../../formats/onnx/model.js";
import { largestAlong } from "../../measure/largest-along.js";
import { walkChannels } from "./walk-channels.js";

const MOST = 10;

/** A channel, or several that have one factor because they are added up. */
class Channel {
  private parent: Channel | undefined;
  /** Nothing takes a factor back. */
  private fixed = false;
  /** Largest weight that makes it, and the largest that reads it. */
  private readonly largest = { own: 0, next: 0 };

  root(): Channel {
    return this.parent?.root() ?? this;
  }

  makes(weight: number): void {
    const { largest } = this.root();
    largest.own = Math.max(largest.own, weight);
  }

  isRead(weight: number): void {
    const { largest } = this.root();
    largest.next = Math.max(largest.next, weight);
  }

  fix(): void {
    this.root().fixed = true;
  }

  join(other: Channel): Channel {
    const [one, two] = [this.root(), other.root()];
    if (one === two) return one;
    two.parent = one;
    one.fixed ||= two.fixed;
    one.makes(two.largest.own);
    one.isRead(two.largest.next);
    return one;
  }

  /** The exponent that makes what makes it as large as what reads it; undefined where it has to stay. */
  get exponent(): number | undefined {
    const { fixed, largest } = this.root();
    if (fixed) return undefined;
    const { own, next } = largest;
    const wanted = own > 0 && next > 0 ? Math.round(Math.log2(next / own) / 2) : 0;
    return Math.min(Math.max(wanted, -MOST), MOST);
  }
}

/** Factors 2^k that even out channels, as `equalize` takes them; only of convolutions for which some are not 1. */
export function evenFactors(model: OnnxModel): Map<string, number[]> {
  const weightOf = ({ inputs }: OnnxNode): Tensor => model.graph.initializers.get(inputs[1] as string)!;
  const made = new Map<string, readonly Channel[]>();
  walkChannels<Channel>(model, {
    made({ node }) {
      const channels = largestAlong(weightOf(node), 0).map((weight) => {
        const channel = new Channel();
        channel.makes(weight);
        return channel;
      });
      made.set(node.outputs[0] as string, channels);
      return channels;
    },
    met: ([first, ...others]) =>
      first!.map((channel, i) => others.reduce((sum, list) => sum.join(list[i]!), channel.root())),
    lost: (list) => {
      for (const channel of list) channel.fix();
    },
    read({ node, inputAxis }, list) {
      largestAlong(weightOf(node), inputAxis!).forEach((weight, i) => {
        list[i]!.isRead(weight);
      });
    },
  });
  const middles = middlesOf([...made.values()]);
  const factors = new Map<string, number[]>();
  for (const [tensor, channels] of made) {
    const even = channels.map((channel) => {
      const { exponent } = channel;
      return exponent === undefined ? 0 : exponent - middles.get(channel.root())!;
    });
    if (even.some((k) => k !== 0)) factors.set(tensor, even);
  }
  return factors;
}

/** For each channel the middle exponent of its tensor, or of the first of the tensors that it is added up in. */
function middlesOf(lists: readonly (readonly Channel[])[]): Map<Channel, number> {
  const middles = new Map<Channel, number>();
  for (const list of lists) {
    const known = list.map((channel) => middles.get(channel.root())).find((middle) => middle !== undefined);
    const exponents = list.flatMap(({ exponent }) => exponent ?? []).sort((a, b) => a - b);
    const middle = known ?? exponents[exponents.length >> 1] ?? 0;
    for (const channel of list) if (!middles.has(channel.root())) middles.set(channel.root(), middle);
  }
  return middles;
}
