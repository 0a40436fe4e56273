import { INT8_MAX, INT8_MIN } from "./arithmetic.js";
import { int8Data, int32Data } from "./array.js";
import { numbersAttribute } from "./attributes.js";
import type { Kernel } from "./operator.js";

/**
 * `esp.dense`: out[m, u] = requantize(Σ_k x[m, k] · w[u, k] + bias[u]), int8 · int8 → int8; the bias is int32.
 *
 * Requantize in integers only: value · `multiplier` / 2^`shift`, nearest, ties away from zero; the low 32 bits, saturated
 * to int8. One multiplier and shift, or one a unit. |acc| < 2^31 and 0 < multiplier ≤ 2^31 keep the product below 2^62, so
 * with the rounding term (shift ≤ 62) int64 is enough.
 */
export const espDense: Kernel = ([input, weight, bias], attributes, [output]) => {
  const [units, length] = weight.shape;
  const multiplier = numbersAttribute(attributes, "multiplier").map(BigInt);
  const shift = numbersAttribute(attributes, "shift").map(BigInt);
  const x = int8Data(input);
  const w = int8Data(weight);
  const added = bias ? int32Data(bias) : undefined;
  const out = int8Data(output);
  for (let t = 0; t < out.length; t++) {
    const unit = t % units;
    const row = Math.floor(t / units) * length;
    const column = unit * length;
    let acc = added ? added[unit] : 0;
    for (let k = 0; k < length; k++) acc = (acc + x[row + k] * w[column + k]) | 0;
    out[t] = requantizeInt64(acc, multiplier[unit % multiplier.length], shift[unit % shift.length]);
  }
};

function requantizeInt64(value: number, multiplier: bigint, shift: bigint): number {
  const product = BigInt(value) * multiplier;
  const half = 1n << (shift - 1n);
  const rounded = (product + (product >= 0n ? half : half - 1n)) >> shift;
  return Math.min(Math.max(Number(BigInt.asIntN(32, rounded)), INT8_MIN), INT8_MAX);
}
