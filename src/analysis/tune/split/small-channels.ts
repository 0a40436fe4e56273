import type { OnnxModel } from "../../../formats/onnx/model.js";
import { largestAlong } from "../../measure/largest-along.js";
import { channelAxis } from "./split-weights.js";

/** Channels so much smaller than the largest have lost three bits, which an exponent of their own gives back. */
const LEAST = 8;

/** A layer whose weights are worth two exponents. */
export interface UnevenLayer {
  readonly tensor: string;
  /** Those of small weights. */
  readonly channels: readonly number[];
  /** How many times larger the largest weight is than the largest of the small channels. */
  readonly ratio: number;
}

/** Layers of which some output channels have far smaller weights than others, the most uneven first. */
export function unevenLayers({ graph }: OnnxModel): UnevenLayer[] {
  const found = graph.nodes.flatMap((node): UnevenLayer[] => {
    const weight = graph.initializers.get(node.inputs[1] ?? "");
    const axis = channelAxis(node);
    if (weight === undefined || axis === undefined) return [];
    const sizes = largestAlong(weight, axis);
    const most = Math.max(...sizes);
    const channels = sizes.flatMap((size, channel) => (size > 0 && size <= most / LEAST ? [channel] : []));
    if (channels.length === 0) return [];
    const ratio = most / Math.max(...channels.map((channel) => sizes[channel]!));
    return [{ tensor: node.outputs[0] as string, channels, ratio }];
  });
  return found.sort((a, b) => b.ratio - a.ratio);
}
