import { Tensor } from "../../base/tensor/tensor.js";
import type { BatchValues } from "./batch.js";
import { ChannelMeans } from "./channel-means.js";
import type { BiasTarget } from "./targets.js";

/** Steps towards the float mean: a bias that is cut off by a Relu moves fewer values than it should at first. */
const ROUNDS = 4;

/**
 * The integer bias whose outputs have the float network's mean in every channel, as near as whole steps come: measured
 * by running the layers from the sum to the int8 output, which are left with that bias.
 */
export async function chooseBias(
  target: BiasTarget,
  values: BatchValues,
  samples: number,
  float: ChannelMeans,
): Promise<Tensor> {
  const { param, channels } = target;
  const steps = [param.exponent ?? target.exponent].flat().map((exponent) => 2 ** exponent);
  const best = { bias: param.tensor.toNumbers(), error: new Array<number>(channels).fill(Number.POSITIVE_INFINITY) };
  let bias = [...best.bias];
  for (let round = 0; round < ROUNDS; round++) {
    const found = await measure(target, values, samples, typed(target, bias));
    const next = [...bias];
    for (let channel = 0; channel < channels; channel++) {
      const error = float.mean(channel) - found.mean(channel);
      if (Math.abs(error) < best.error[channel]!) {
        best.error[channel] = Math.abs(error);
        best.bias[channel] = bias[channel]!;
      }
      const moved = Math.max(found.share(channel), float.share(channel), 0.1);
      next[channel] = bias[channel]! + Math.round(error / (steps[channel % steps.length]! * moved));
    }
    if (next.every((value, channel) => value === bias[channel])) break;
    bias = next;
  }
  const chosen = typed(target, best.bias);
  await measure(target, values, samples, chosen);
  return chosen;
}

async function measure(target: BiasTarget, values: BatchValues, samples: number, bias: Tensor): Promise<ChannelMeans> {
  values.set(target.param.index, [[bias]]);
  for (const layer of target.chain.slice(0, -1)) await values.run(layer);
  for (const layer of target.tail) await values.run(layer);
  const end = target.tail.at(-1)!.index;
  const means = new ChannelMeans(target.channels, innerOf(target), target.window);
  for (let sample = 0; sample < samples; sample++) {
    means.add(values.of(end, sample)[0]!.data as Int8Array, 2 ** target.exponent);
  }
  return means;
}

/** Elements between two channels of the output, told by the axis that the bias has. */
function innerOf({ param, tail, channels }: BiasTarget): number {
  const made = tail.at(-1)!.types[0]!.shape;
  const axis = param.tensor.shape.lastIndexOf(channels) - param.tensor.shape.length;
  return made.slice(made.length + axis + 1).reduce((product, dim) => product * dim, 1);
}

function typed({ param: { tensor }, bits }: BiasTarget, values: readonly number[]): Tensor {
  const { dtype, shape } = tensor;
  const limit = 2 ** (bits - 1) - 1;
  const clipped = values.map((value) => Math.min(Math.max(value, -limit - 1), limit));
  return new Tensor(dtype, shape, dtype === "int8" ? Int8Array.from(clipped) : Int32Array.from(clipped));
}
