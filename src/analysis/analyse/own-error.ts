import type { Range } from "../../quantization/calibrate/range.js";
import type { Alone } from "./alone.js";

/** A channel of which less than this share of the values is seen is not shifted by more than so much. */
const LEAST_SEEN = 0.1;

/**
 * A layer's own values without what its bias takes back of the layers before it: a bias is set for the whole network, so
 * alone, on exact inputs, its correction looks like an error. Counted is the smaller one of the mean errors that a
 * channel has alone and in the network.
 * @param exact float values, @param inNetwork the chip's in the whole network; one a sample
 * @param window what a Relu or Clip behind the layer lets through
 */
export function withoutCompensation(
  { chip, float, macs }: Alone,
  exact: readonly Float32Array[],
  inNetwork: readonly (Float32Array | undefined)[],
  { count, inner }: { readonly count: number; readonly inner: number },
  window: Range | undefined,
): Alone {
  const { min, max } = window ?? { min: Number.NEGATIVE_INFINITY, max: Number.POSITIVE_INFINITY };
  const cut = (x: number): number => Math.min(Math.max(x, min), max);
  const [alone, network, seen] = [new Float64Array(count), new Float64Array(count), new Float64Array(count)];
  let each = 0;
  chip.forEach((values, sample) => {
    const found = inNetwork[sample];
    for (let i = 0; i < values.length; i++) {
      const channel = Math.floor(i / inner) % count;
      const wanted = exact[sample]![i]!;
      alone[channel]! += cut(values[i]!) - cut(float[sample]![i]!);
      network[channel]! += found === undefined ? 0 : cut(found[i]!) - cut(wanted);
      if (wanted > min && wanted < max) seen[channel]! += 1;
    }
    each += values.length / count;
  });
  const shift = alone.map((sum, channel) => {
    const other = network[channel]!;
    const counted = sum * other <= 0 ? 0 : Math.sign(sum) * Math.min(Math.abs(sum), Math.abs(other));
    return (sum - counted) / each / Math.max(seen[channel]! / each, LEAST_SEEN);
  });
  const moved = chip.map((values) => values.map((x, i) => x - shift[Math.floor(i / inner) % count]!));
  return { chip: moved, float, macs };
}
