import type { OnnxModel } from "../../../formats/onnx/model.js";
import { Activations } from "../../../quantization/calibrate/activations.js";
import type { Sample } from "../../../quantization/calibrate/samples.js";
import { LargestValues } from "./largest-values.js";

/** Of every channel (axis 1) of a tensor over samples. */
export interface ChannelStatistics {
  readonly largest: LargestValues;
  readonly meanSquare: Float64Array;
}

/** @param tensors float tensors and how many channels they have */
export async function channelStatistics(
  float: OnnxModel,
  tensors: ReadonlyMap<string, number>,
  samples: readonly Sample[],
): Promise<ReadonlyMap<string, ChannelStatistics>> {
  const found = new Map<string, ChannelStatistics>();
  for (const [name, channels] of tensors)
    found.set(name, { largest: new LargestValues(channels), meanSquare: new Float64Array(channels) });
  const activations = await Activations.open(float, [...tensors.keys()]);
  try {
    await activations.pass(samples, (name, data) => {
      const { largest, meanSquare } = found.get(name)!;
      const own = new Float64Array(largest.channels);
      const inner = data.length / own.length;
      for (let i = 0; i < data.length; i++) {
        const channel = Math.floor(i / inner);
        const x = data[i]!;
        own[channel] = Math.max(own[channel]!, Math.abs(x));
        meanSquare[channel]! += (x * x) / inner / samples.length;
      }
      largest.add(own);
    });
  } finally {
    await activations.close();
  }
  return found;
}
