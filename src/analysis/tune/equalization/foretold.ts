import type { OnnxModel } from "../../../formats/onnx/model.js";
import type { Sample } from "../../../quantization/calibrate/samples.js";
import { channelStatistics } from "./channel-statistics.js";

/** The largest magnitudes that tensors would reach in more samples than these, by their names. */
export async function foretoldLargest(
  float: OnnxModel,
  names: readonly string[],
  samples: readonly Sample[],
): Promise<ReadonlyMap<string, number>> {
  const { graph } = float;
  const shapes = new Map(
    [...graph.inputs, ...graph.valueInfo.values(), ...graph.outputs].map(({ name, shape }) => [name, shape ?? []]),
  );
  const known = names.filter((name) => shapes.has(name));
  const tensors = new Map(known.map((name) => [name, Number(shapes.get(name)![1] ?? 1)] as const));
  const statistics = await channelStatistics(float, tensors, samples);
  return new Map(
    [...statistics].map(([name, { largest }]) => {
      const all = Array.from({ length: largest.channels }, (_, channel) => largest.of(channel));
      return [name, largest.reach * Math.max(...all)];
    }),
  );
}
