import type { Tensor } from "../../../base/tensor/tensor.js";
import type { OnnxModel } from "../../../formats/onnx/model.js";
import type { Sample } from "../../../quantization/calibrate/samples.js";
import { channelStatistics } from "./channel-statistics.js";
import { evenOut } from "./even-out.js";
import { isDepthwise, type Pair, pairs } from "./pairs.js";

/** A convolution between two others changes with both. */
const SWEEPS = 3;

/**
 * Exponents k of the channels between two convolutions, by the tensor of the first: those that lose least to rounding,
 * by the float model's weights and what its values are on samples.
 */
export async function equalizationFactors(
  float: OnnxModel,
  samples: readonly Sample[],
): Promise<ReadonlyMap<string, readonly number[]>> {
  const { initializers } = float.graph;
  const found = pairs(float);
  const weight = ({ inputs }: Pair["producer"]): Tensor => initializers.get(inputs[1]!)!;
  const tensors = new Map<string, number>();
  for (const { producer, consumer, between } of found) {
    tensors.set(between, weight(producer).shape[0]!);
    const groups = Number(producer.attributes.get("group")?.value ?? 1);
    tensors.set(producer.inputs[0]!, weight(producer).shape[1]! * groups);
    tensors.set(producer.outputs[0]!, weight(producer).shape[0]!);
    tensors.set(consumer.inputs[0]!, weight(producer).shape[0]!);
  }
  const statistics = await channelStatistics(float, tensors, samples);
  const factors = new Map(
    found.map(({ producer }) => [producer.outputs[0]!, new Array<number>(weight(producer).shape[0]!).fill(0)]),
  );
  const before = new Map(found.map(({ producer, consumer }) => [consumer, producer.outputs[0]!]));
  const up = (name: string | undefined, channel: number): number => 2 ** (factors.get(name ?? "")?.[channel] ?? 0);
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    for (const { producer, consumer, between } of found) {
      const [making, reading] = [weight(producer), weight(consumer)];
      const [own, next] = [producer.outputs[0]!, consumer.outputs[0]!];
      const input = statistics.get(producer.inputs[0]!)!;
      const values = statistics.get(between)!;
      const depthwise = [isDepthwise(producer), isDepthwise(consumer)] as const;
      const taps = making.shape.slice(2).reduce((product, size) => product * size, 1);
      const from = before.get(producer);
      const all = input.square.reduce((sum, square, c) => sum + square * up(from, c) ** 2, 0);
      const bias = initializers.get(producer.inputs[2] ?? "");
      const channels = Array.from({ length: making.shape[0]! }, (_, c) => {
        const made = row(making, c, (i) => up(own, c) / up(from, depthwise[0] ? c : i));
        const read = depthwise[1]
          ? row(reading, c, () => up(next, c) / up(own, c))
          : column(reading, c, (o) => up(next, o) / up(own, c));
        const offset = Math.max(-Number(bias?.data[c] ?? 0), 0);
        return {
          made: made.largest,
          value: (values.largest[c]! + offset) * up(own, c),
          read: read.largest,
          input: taps * (depthwise[0] ? input.square[c]! * up(from, c) ** 2 : all),
          power: read.power,
          reads: read.count,
          square: values.square[c]! * up(own, c) ** 2,
        };
      });
      const own_ = factors.get(own)!;
      evenOut(channels).forEach((k, c) => {
        own_[c]! += k;
      });
    }
  }
  return new Map([...factors].filter(([, list]) => list.some((k) => k !== 0)));
}

interface Extent {
  readonly largest: number;
  /** Σ of squares. */
  readonly power: number;
  readonly count: number;
}

/** The weights of an output channel, those of each input channel multiplied. */
function row({ data, shape }: Tensor, channel: number, factor: (input: number) => number): Extent {
  const each = data.length / shape[0]!;
  const inner = each / shape[1]!;
  return extentOf(each, (i) => Number(data[channel * each + i]) * factor(Math.floor(i / inner)));
}

/** The weights of an input channel, those of each output channel multiplied. */
function column({ data, shape }: Tensor, channel: number, factor: (output: number) => number): Extent {
  const inner = shape.slice(2).reduce((product, size) => product * size, 1);
  return extentOf(shape[0]! * inner, (i) => {
    const output = Math.floor(i / inner);
    return Number(data[(output * shape[1]! + channel) * inner + (i % inner)]) * factor(output);
  });
}

function extentOf(count: number, at: (i: number) => number): Extent {
  let [largest, power] = [0, 0];
  for (let i = 0; i < count; i++) {
    const x = at(i);
    largest = Math.max(largest, Math.abs(x));
    power += x * x;
  }
  return { largest, power, count };
}
