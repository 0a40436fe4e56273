import type { OnnxModel } from "../../formats/onnx/model.js";
import { Activations } from "../../quantization/calibrate/activations.js";
import type { Range } from "../../quantization/calibrate/range.js";
import type { Samples } from "../../quantization/calibrate/samples.js";
import { ChannelMeans } from "./channel-means.js";

/** A tensor of the float model whose channels are averaged. */
export interface MeanTarget {
  readonly channels: number;
  /** Whether the channels are the last axis, as of a matrix, instead of axis 1, as of an image. */
  readonly last: boolean;
  readonly window: Range;
}

/** Mean of every channel of the named tensors over the samples, each value cut to the tensor's window first. */
export async function floatMeans(
  float: OnnxModel,
  targets: ReadonlyMap<string, MeanTarget>,
  samples: Samples,
): Promise<ReadonlyMap<string, ChannelMeans>> {
  const means = new Map<string, ChannelMeans>();
  const activations = await Activations.open(float, [...targets.keys()]);
  try {
    await activations.pass(samples, (name, data) => {
      const { channels, last, window } = targets.get(name) as MeanTarget;
      let found = means.get(name);
      if (found === undefined) {
        found = new ChannelMeans(channels, last ? 1 : data.length / channels, window);
        means.set(name, found);
      }
      found.add(data);
    });
  } finally {
    await activations.close();
  }
  return means;
}
