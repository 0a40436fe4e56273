import { sigmoidf, tanhf } from "./float-functions.js";
import { scaleOf } from "./rounding.js";

/** A gate's activation on integers of one exponent, as the chip's recurrent layers look it up. */
export type GateActivation = (index: number) => number;

/**
 * A table of f(i · 2^exponent) for i = 0 … last, where last lies one step beyond `boundary`; beyond it the last entry
 * counts. A negative i takes `mirror` of the entry for −i.
 */
function gateTable(
  exponent: number,
  boundary: number,
  f: (x: number) => number,
  mirror: (entry: number) => number,
): GateActivation {
  const scale = scaleOf(exponent);
  const last = Math.trunc(Math.fround(Math.fround(boundary) / scale)) + 1;
  const table = Float32Array.from({ length: last + 1 }, (_, i) => f(Math.fround(i * scale)));
  return (index) => {
    const entry = table[Math.min(Math.abs(index), last)];
    return index >= 0 ? entry : mirror(entry);
  };
}

/** Sigmoid up to ±6.3; sigmoid(−x) = 1 − sigmoid(x) in float32. */
export function sigmoidTable(exponent: number): GateActivation {
  return gateTable(exponent, 6.3, sigmoidf, (entry) => Math.fround(1 - entry));
}

/** Tanh up to ±3.5. */
export function tanhTable(exponent: number): GateActivation {
  return gateTable(exponent, 3.5, tanhf, (entry) => -entry);
}
