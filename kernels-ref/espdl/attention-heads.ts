import { type NdArray, sizeOf } from "../array.js";
import { numberAttribute, numbersAttribute, stringAttribute } from "../attributes.js";
import { broadcastStrides } from "../broadcast.js";
import type { Attributes } from "../operator.js";
import { type RealArray, realData } from "./elementwise.js";

/** Keys that the chip looks at together, with one maximum. */
export const TILE = 64;

/** One row of queries against all keys of its head. */
export interface AttentionRow {
  /** Σ query · key of every key that is kept; what is dropped is not looked at. */
  readonly dots: Float64Array;
  /** What a mask adds to the logits, float32; −∞ where a key is dropped. */
  readonly mask: Float64Array;
  /** Element `d` of the value of key `j` is `v[valueAt + j · valueStep + d]`. */
  readonly v: RealArray;
  readonly valueAt: number;
  readonly valueStep: number;
  readonly depth: number;
  /** Where the row's output starts. */
  readonly to: number;
}

/** The float32 scale of the logits and the float32 2^exponent of query, key, value and output. */
export interface AttentionScales {
  readonly scale: number;
  readonly query: number;
  readonly key: number;
  readonly value: number;
  readonly output: number;
}

export function scalesOf(attributes: Attributes): AttentionScales {
  const [query, key, value, output] = numbersAttribute(attributes, "exponents").map((e) => 2 ** e);
  return { scale: Math.fround(numberAttribute(attributes, "scale")), query, key, value, output };
}

/** Scale of an integer dot product: the product of three float32, rounded after each. */
export function logitScale({ scale, query, key }: AttentionScales): number {
  return Math.fround(Math.fround(scale * query) * key);
}

/**
 * Calls `visit` for every row of queries. Query, key and value are [B, heads, length, depth] (`layout` BHND) or
 * [B, length, heads, depth] (BNHD); query head h meets key and value head ⌊h / (heads / key heads)⌋. The mask, bool (true
 * keeps) or float32 (added), is aligned at the end to [B, heads, queries, keys]; with `is_causal` key j is kept if
 * j ≤ its query's index.
 */
export function eachAttentionRow(
  [query, key, value, mask]: readonly NdArray[],
  attributes: Attributes,
  visit: (row: AttentionRow) => void,
): void {
  const [headAxis, lengthAxis] = stringAttribute(attributes, "layout") === "BNHD" ? [2, 1] : [1, 2];
  const [batches, depth] = [query.shape[0], query.shape[3]];
  const [heads, queries] = [query.shape[headAxis], query.shape[lengthAxis]];
  const [keyHeads, keys] = [key.shape[headAxis], key.shape[lengthAxis]];
  const isCausal = attributes.is_causal === true;
  const [q, k, v] = [query, key, value].map(realData);
  const maskStrides = mask === undefined ? [] : broadcastStrides(mask.shape, [batches, heads, queries, keys]);
  const start = (batch: number, head: number, count: number, length: number): number =>
    batch * sizeOf([count, length, depth]) + head * depth * (headAxis === 1 ? length : 1);
  const [queryStep, keyStep] = headAxis === 1 ? [depth, depth] : [heads * depth, keyHeads * depth];
  const [dots, added] = [new Float64Array(keys), new Float64Array(keys)];
  for (let b = 0; b < batches; b++) {
    for (let h = 0; h < heads; h++) {
      const valueAt = start(b, Math.floor(h / (heads / keyHeads)), keyHeads, keys);
      for (let i = 0; i < queries; i++) {
        const to = start(b, h, heads, queries) + i * queryStep;
        for (let j = 0; j < keys; j++) {
          let sum = 0;
          for (let d = 0; d < depth; d++) sum += q[to + d] * k[valueAt + j * keyStep + d];
          dots[j] = sum;
          const at = [b, h, i, j].reduce((offset, index, axis) => offset + index * (maskStrides[axis] ?? 0), 0);
          const kept = !(isCausal && j > i) && !(mask?.dtype === "bool" && mask.data[at] === 0);
          added[j] = !kept ? -Infinity : mask?.dtype === "float32" ? Number(mask.data[at]) : 0;
        }
        visit({ dots, mask: added, v, valueAt, valueStep: keyStep, depth, to });
      }
    }
  }
}
