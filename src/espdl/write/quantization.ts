import { type Chip, isVectorChip } from "../../../kernels-ref/index.js";

/** How a float tensor becomes integers: real value = q · 2^exponent, q of `bits` bits, signed. */
export interface Quantization {
  readonly bits: number;
  /** One, or one a channel along `axis`. */
  readonly exponents: readonly number[];
  readonly axis?: number;
}

export const quantization = (bits: number, exponents: readonly number[], axis?: number): Quantization =>
  axis === undefined ? { bits, exponents } : { bits, exponents, axis };

/** Bits of a convolution's bias by chip and width of the activations: what its accumulator loads. */
export function biasBits(chip: Chip, width: 8 | 16): number {
  if (!isVectorChip(chip)) return width === 8 ? 32 : 64;
  if (width === 16) return 40;
  return chip === "esp32s3" ? 20 : 32;
}

/** The smallest and largest integer of a width; above 2^53 the nearest float64. */
export const integerRange = (bits: number): readonly [number, number] => [-(2 ** (bits - 1)), 2 ** (bits - 1) - 1];

export const sameQuantization = (a: Quantization, b: Quantization): boolean =>
  a.bits === b.bits && a.exponents.length === b.exponents.length && a.exponents.every((e, i) => e === b.exponents[i]);
