import { sigmoidf, tanhf } from "./float-functions.js";
import { scaleOf } from "./rounding.js";

/** A gate's activation on integers of one exponent, as the chip's recurrent layers look it up. */
export type GateActivation = (index: number) => number;

/**
 * f(i · 2^exponent) for i = 0 … last, where last lies one step beyond `boundary`; beyond it the last entry counts.
 */
function entries(exponent: number, boundary: number, f: (x: number) => number): Float32Array {
  const scale = scaleOf(exponent);
  const last = Math.trunc(Math.fround(Math.fround(boundary) / scale)) + 1;
  return Float32Array.from({ length: last + 1 }, (_, i) => f(Math.fround(i * scale)));
}

/** Sigmoid up to 6.3. */
export const sigmoidEntries = (exponent: number): Float32Array => entries(exponent, 6.3, sigmoidf);
/** Tanh up to 3.5. */
export const tanhEntries = (exponent: number): Float32Array => entries(exponent, 3.5, tanhf);

/** A negative index takes `mirror` of the entry for its magnitude. */
function lookup(table: Float32Array, mirror: (entry: number) => number): GateActivation {
  const last = table.length - 1;
  return (index) => {
    const entry = table[Math.min(Math.abs(index), last)];
    return index >= 0 ? entry : mirror(entry);
  };
}

/** sigmoid(−x) = 1 − sigmoid(x) in float32. */
export function sigmoidTable(exponent: number): GateActivation {
  return lookup(sigmoidEntries(exponent), (entry) => Math.fround(1 - entry));
}

export function tanhTable(exponent: number): GateActivation {
  return lookup(tanhEntries(exponent), (entry) => -entry);
}
