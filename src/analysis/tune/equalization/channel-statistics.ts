import type { OnnxModel } from "../../../formats/onnx/model.js";
import { Activations } from "../../../quantization/calibrate/activations.js";
import type { Sample } from "../../../quantization/calibrate/samples.js";

/** Of every channel (axis 1) of a tensor over samples. */
export interface ChannelStatistics {
  readonly largest: Float64Array;
  /** Largest and mean square of what a Relu lets through. */
  readonly square: Float64Array;
}

/** @param tensors float tensors and how many channels they have */
export async function channelStatistics(
  float: OnnxModel,
  tensors: ReadonlyMap<string, number>,
  samples: readonly Sample[],
): Promise<ReadonlyMap<string, ChannelStatistics>> {
  const found = new Map<string, ChannelStatistics>();
  for (const [name, channels] of tensors)
    found.set(name, { largest: new Float64Array(channels), square: new Float64Array(channels) });
  const activations = await Activations.open(float, [...tensors.keys()]);
  try {
    await activations.pass(samples, (name, data) => {
      const { largest, square } = found.get(name)!;
      const inner = data.length / largest.length;
      for (let i = 0; i < data.length; i++) {
        const channel = Math.floor(i / inner);
        const x = data[i]!;
        largest[channel] = Math.max(largest[channel]!, Math.abs(x));
        square[channel]! += (x * x) / inner / samples.length;
      }
    });
  } finally {
    await activations.close();
  }
  return found;
}
