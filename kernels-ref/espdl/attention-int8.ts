import { roundToInteger, saturate } from "../arithmetic.js";
import type { NdArray } from "../array.js";
import type { Attributes } from "../operator.js";
import { expLinear } from "./attention-exp.js";
import {
  type AttentionRow,
  type AttentionScales,
  eachAttentionRow,
  logitScale,
  scalesOf,
  TILE,
} from "./attention-heads.js";

const { fround } = Math;

const UNSET = -(2 ** 31);
/** Largest addend of a mask, in steps of the dot product. */
const MASK_LIMIT = 2 ** 28;
const STEPS = 512;
const INVERSE_127 = fround(1 / 127);

/**
 * Attention of int8 on the ESP32-P4: softmax with exponentials of 7 bits, key tile by key tile.
 * Law: e_j = E[(max − dot_j) >> s], a table of 512 entries that reaches down to 16 / 255; a new maximum rescales the sums so
 * far by float32 e^(old − new), the int32 sums of e · v cut toward 0. Σ e is a float32 in units of 1 / 127.
 */
export function attentionInt8(inputs: readonly NdArray[], attributes: Attributes, output: NdArray): void {
  const scales = scalesOf(attributes);
  const out = output.data as Int8Array;
  const table = exponentials(logitScale(scales));
  eachAttentionRow(inputs, attributes, (row) => attend(row, scales, table, out));
}

/** The table of a call: e^(−i · 2^shift · scale) in 127ths. */
export interface Exponentials {
  readonly shift: number;
  readonly entries: Int8Array;
}

export function exponentials(scale: number): Exponentials {
  const steps = fround(fround(16 / 255) / scale);
  let shift = 0;
  while (shift < 21 && 2 ** (shift + 1) <= steps) shift++;
  const step = fround(2 ** shift * scale);
  const entries = Int8Array.from({ length: STEPS }, (_, i) =>
    saturate(Math.trunc(fround(fround(127 * expLinear(-fround(i * step))) + 0.5)), 0, 127),
  );
  return { shift, entries };
}

function attend(row: AttentionRow, scales: AttentionScales, { shift, entries }: Exponentials, out: Int8Array): void {
  const { dots, mask, v, valueAt, valueStep, depth, to } = row;
  const scale = logitScale(scales);
  const logits = dots.map((dot, j) => dot + inSteps(mask[j], scale));
  const sums = new Int32Array(depth);
  let max = UNSET;
  let total = 0;
  for (let first = 0; first < dots.length; first += TILE) {
    const end = Math.min(first + TILE, dots.length);
    let top = max;
    for (let j = first; j < end; j++) if (mask[j] !== -Infinity) top = Math.max(top, logits[j]);
    if (max !== UNSET && top !== max) {
      const factor = expLinear(fround(fround(max - top) * scale));
      total = fround(total * factor);
      for (let d = 0; d < depth; d++) sums[d] = Math.trunc(fround(fround(sums[d]) * factor));
    }
    let count = 0;
    for (let j = first; j < end; j++) {
      if (mask[j] === -Infinity) continue;
      const e = entries[Math.min(Math.floor((top - logits[j]) / 2 ** shift), STEPS - 1)];
      count += e;
      for (let d = 0; d < depth; d++) sums[d] += e * v[valueAt + j * valueStep + d];
    }
    total = fround(total + count * INVERSE_127);
    max = top;
  }
  const inverse = total > 0 ? fround(fround(scales.value * INVERSE_127) / total) : 0;
  for (let d = 0; d < depth; d++) {
    const value = fround(fround(fround(sums[d]) * inverse) * fround(1 / scales.output));
    out[to + d] = saturate(roundToInteger(value, "half-even"), -128, 127);
  }
}

/** A float32 addend in steps of the integer dot product. */
function inSteps(added: number, scale: number): number {
  if (added === -Infinity) return 0;
  const steps = fround(added * fround(1 / scale));
  return roundToInteger(saturate(steps, -MASK_LIMIT, MASK_LIMIT), "half-even");
}
