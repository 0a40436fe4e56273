import { type Rounding, roundToInteger, saturate } from "../arithmetic.js";
import type { NdArray } from "../array.js";
import { exponential } from "../exponential.js";
import type { Attributes } from "../operator.js";
import { eachAttentionRow, scalesOf } from "./attention-heads.js";
import { rangeOf } from "./rounding.js";

/**
 * Attention as it is meant: softmax(query · keyᵀ · scale + mask) · value on the real values, in double, then quantized;
 * a row that keeps no key is 0. So esp-ppq embeds it for all chips but the ESP32-P4, whose own kernel it does not simulate.
 */
export function attentionFloat(
  inputs: readonly NdArray[],
  attributes: Attributes,
  output: NdArray,
  rounding: Rounding,
): void {
  const { scale, query, key, value, output: step } = scalesOf(attributes);
  const out = output.data;
  const isFloat = out instanceof Float32Array;
  const { low, high } = isFloat ? { low: 0, high: 0 } : rangeOf(output.dtype);
  eachAttentionRow(inputs, attributes, ({ dots, mask, v, valueAt, valueStep, depth, to }) => {
    const logits = dots.map((dot, j) => dot * query * key * scale + mask[j]);
    const max = logits.reduce((a, b) => Math.max(a, b), -Infinity);
    const weights = max === -Infinity ? logits.fill(0) : logits.map((logit) => exponential(logit - max));
    const total = weights.reduce((a, b) => a + b, 0);
    for (let d = 0; d < depth; d++) {
      let sum = 0;
      for (let j = 0; j < weights.length; j++) sum += weights[j] * v[valueAt + j * valueStep + d];
      const mean = total > 0 ? (sum / total) * value : 0;
      out[to + d] = isFloat ? mean : saturate(roundToInteger(mean / step, rounding), low, high);
    }
  });
}
