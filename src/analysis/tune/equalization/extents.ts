import type { Tensor } from "../../../base/tensor/tensor.js";
import type { Product } from "./network.js";

/** The weights of one channel. */
export interface Extent {
  readonly largest: number;
  /** Σ of squares. */
  readonly power: number;
  readonly count: number;
}

/**
 * The weights of every output and of every input channel, multiplied by what the first have and divided by what the
 * others have.
 */
export function extentsOf(
  { outputAxis, inputAxis, channels, inputs }: Product,
  weight: Tensor,
  made: ArrayLike<number>,
  read: ArrayLike<number>,
): { readonly rows: readonly Extent[]; readonly columns: readonly Extent[] } {
  const { data, shape } = weight;
  const taps = shape.slice(2).reduce((product, size) => product * size, 1);
  const columns = shape[1]!;
  const perGroup = inputAxis === undefined ? channels / (inputs / columns) : channels;
  const own = fresh(channels);
  const next = fresh(inputs);
  for (let i = 0; i < data.length; i++) {
    const [first, second] = [Math.floor(i / (columns * taps)), Math.floor(i / taps) % columns];
    const output = outputAxis === 0 ? first : second;
    const depth = outputAxis === 0 ? second : first;
    const input = inputAxis === 0 && outputAxis === 0 ? output : depth + Math.floor(output / perGroup) * columns;
    const x = (Math.abs(Number(data[i])) * made[output]!) / read[input]!;
    add(own[output]!, x);
    add(next[input]!, x);
  }
  return { rows: own, columns: next };
}

interface Growing {
  largest: number;
  power: number;
  count: number;
}

const fresh = (channels: number): Growing[] =>
  Array.from({ length: channels }, () => ({ largest: 0, power: 0, count: 0 }));

function add(extent: Growing, x: number): void {
  extent.largest = Math.max(extent.largest, x);
  extent.power += x * x;
  extent.count++;
}
