import type { Rounding } from "../../../../kernels-ref/index.js";
import { Tensor } from "../../../base/tensor/tensor.js";
import type { Emitter } from "../emitter.js";
import { EXACT, type Held } from "../held.js";
import type { FastCall } from "../rule.js";
import { integerRange } from "./integer-range.js";

/** A product sum of int16 data by constant weights. */
export interface WideProduct {
  readonly weights: readonly number[];
  /** Which output channel a weight belongs to. */
  readonly channelOf: (index: number) => number;
  /** One number an output channel each. */
  readonly bias: readonly number[];
  readonly shift: readonly number[];
  /** Shape of a constant of one number a channel. */
  readonly channelShape: readonly number[];
  /** Emits the product sum of a float32 tensor and float32 weights. */
  readonly product: (x: string, weights: readonly number[]) => string;
}

/** ONNX's numbers of dtypes. */
const [FLOAT, DOUBLE] = [1, 11];
/** What an accumulator of 40 bits holds: beyond it the chips saturate on the way. */
const WIDE = 2 ** 39 - 1;

/**
 * int16 = 256 · high + low, both within ±128: four float32 products whose sums stay below 2^24, put together in float64,
 * where all sums are exact, rounded as the chip does it and saturated. @returns undefined where that is not proved
 */
export function emitWideProduct(
  emitter: Emitter,
  { attributes, arithmetic, type }: FastCall,
  x: string,
  wide: WideProduct,
): Pick<Held, "name" | "grid" | "low" | "high"> | undefined {
  const { weights, bias, shift, channelShape, product } = wide;
  const range = integerRange(type.dtype);
  const { rounding } = arithmetic;
  if (range === undefined) return undefined;
  const high = weights.map((weight) => Math.floor((weight + 128) / 256));
  const low = weights.map((weight, i) => weight - 256 * high[i]!);
  if (!areExact(wide, high, low)) return undefined;
  const shifted = emitter.node("Mul", [x, emitter.scalar(2 ** -8)]);
  const upper = emitter.node("Floor", [emitter.node("Add", [shifted, emitter.scalar(0.5)])]);
  const lower = emitter.node("Sub", [x, emitter.node("Mul", [upper, emitter.scalar(256)])]);
  const isNarrow = high.every((weight) => weight === 0);
  const double = (name: string): string => emitter.node("Cast", [name], { to: DOUBLE });
  const constant = (values: readonly number[], shape: readonly number[] = []): string =>
    emitter.constant(new Tensor("float64", shape, Float64Array.from(values)));
  const times = (name: string, factor: number): string => emitter.node("Mul", [name, constant([factor])]);
  const plus = (a: string, b: string): string => emitter.node("Add", [a, b]);
  let sum = plus(double(product(lower, low)), times(double(product(upper, low)), 2 ** 8));
  if (!isNarrow) {
    sum = plus(sum, times(double(product(lower, high)), 2 ** 8));
    sum = plus(sum, times(double(product(upper, high)), 2 ** 16));
  }
  const { high: top } = range;
  const bottom = attributes.relu === true ? 0 : range.low;
  const biased = plus(sum, constant(bias, channelShape));
  const name = wideRounded(emitter, biased, shift, channelShape, rounding, bottom, top);
  return name === undefined ? undefined : { name, grid: 0, low: bottom, high: top };
}

/**
 * A float64 integer / 2^shift, rounded and saturated, as float32.
 * @param shape of a constant that holds `shift` @returns undefined for a rounding that no chip of ESP-DL has
 */
export function wideRounded(
  emitter: Emitter,
  sum: string,
  shift: readonly number[],
  shape: readonly number[],
  rounding: Rounding,
  low: number,
  high: number,
): string | undefined {
  if (rounding !== "half-up" && rounding !== "half-even") return undefined;
  const constant = (values: readonly number[], of: readonly number[] = []): string =>
    emitter.constant(new Tensor("float64", of, Float64Array.from(values)));
  const factors = shift.map((bits) => 2 ** -bits);
  const quotient = emitter.node("Mul", [sum, constant(factors, shape)]);
  const rounded =
    rounding === "half-even"
      ? emitter.node("Round", [quotient])
      : emitter.node("Floor", [emitter.node("Add", [quotient, constant([0.5])])]);
  const clipped = emitter.node("Clip", [rounded, constant([low]), constant([high])]);
  return emitter.node("Cast", [clipped], { to: FLOAT });
}

function areExact({ weights, channelOf, bias }: WideProduct, high: readonly number[], low: readonly number[]): boolean {
  const sums = bias.map(() => ({ all: 0, high: 0, low: 0 }));
  weights.forEach((weight, i) => {
    const sum = sums[channelOf(i)]!;
    sum.all += Math.abs(weight);
    sum.high += Math.abs(high[i]!);
    sum.low += Math.abs(low[i]!);
  });
  return sums.every(
    (sum, c) => sum.all * 2 ** 15 + Math.abs(bias[c]!) <= WIDE && Math.max(sum.high, sum.low) * 128 < EXACT,
  );
}
