import { roundToInteger, saturate } from "../arithmetic.js";
import type { NdArray } from "../array.js";
import type { Attributes } from "../operator.js";
import { expCubic } from "./attention-exp.js";
import {
  type AttentionRow,
  type AttentionScales,
  eachAttentionRow,
  logitScale,
  scalesOf,
  TILE,
} from "./attention-heads.js";

const { fround } = Math;

/** Sums of exponentials that are kept side by side. */
const LANES = 8;

/** Bits of an exponential that meets the values. */
const EXPONENTIAL = 2 ** 29;

/**
 * Attention of int16 on the ESP32-P4: float32 softmax of half-even shifted dot products, key tile by key tile.
 * Law: as esp-ppq simulates it; the order in which the chip's lanes add e · v is not known, its result may be off by 1.
 */
export function attentionInt16(inputs: readonly NdArray[], attributes: Attributes, output: NdArray): void {
  const scales = scalesOf(attributes);
  const out = output.data as Int16Array;
  eachAttentionRow(inputs, attributes, (row) => attend(row, scales, out));
}

function attend(row: AttentionRow, scales: AttentionScales, out: Int16Array): void {
  const { dots, mask, v, valueAt, valueStep, depth, to } = row;
  const shift = Math.ceil(Math.log2(depth));
  const scale = fround(logitScale(scales) * 2 ** shift);
  const step = fround(scales.value / EXPONENTIAL);
  const scores = dots.map((dot, j) =>
    fround(fround(fround(roundToInteger(dot / 2 ** shift, "half-even")) * scale) + mask[j]),
  );
  const sums = new Float32Array(depth);
  const products = new Float64Array(depth);
  const lanes = new Float32Array(LANES);
  let max = -Infinity;
  let total = 0;
  for (let first = 0; first < dots.length; first += TILE) {
    const end = Math.min(first + TILE, dots.length);
    let top = max;
    for (let j = first; j < end; j++) top = Math.max(top, scores[j]);
    if (top === -Infinity) continue;
    if (max !== -Infinity && top !== max) {
      const factor = expCubic(fround(max - top));
      total = fround(total * factor);
      for (let d = 0; d < depth; d++) sums[d] *= factor;
    }
    products.fill(0);
    lanes.fill(0);
    for (let j = first; j < end; j++) {
      if (scores[j] === -Infinity) continue;
      const e = expCubic(fround(scores[j] - top));
      lanes[(j - first) % LANES] += e;
      const fixed = Math.trunc(e * EXPONENTIAL);
      for (let d = 0; d < depth; d++) products[d] += fixed * v[valueAt + j * valueStep + d];
    }
    total = fround(total + lanesSum(lanes));
    for (let d = 0; d < depth; d++) sums[d] += fround(fround(products[d]) * step);
    max = top;
  }
  const inverse = total > 0 ? fround(1 / total) : 0;
  for (let d = 0; d < depth; d++) {
    const value = fround(fround(sums[d] * inverse) * fround(1 / scales.output));
    out[to + d] = saturate(roundToInteger(value, "half-even"), -32768, 32767);
  }
}

/** Σ e of a tile: eight float32 sums, taken in turns, added in pairs. */
function lanesSum(l: Float32Array): number {
  return fround(fround(fround(l[0] + l[1]) + fround(l[2] + l[3])) + fround(fround(l[4] + l[5]) + fround(l[6] + l[7])));
}
