import { type DType, fromBytes } from "../../../base/tensor/dtype.js";
import { TAPS_FAMILIES } from "../../diagnose/causes/products.js";
import type { DiagnosisInput } from "../../diagnose/diagnosis.js";
import { productOf } from "../../diagnose/product/law.js";
import { biasWords } from "../../diagnose/words/bias.js";
import { kernelWords } from "../../diagnose/words/kernel.js";
import { listWords } from "../../diagnose/words/list.js";
import { tableWords } from "../../diagnose/words/table.js";
import { swappedWords } from "../../diagnose/words/word-order.js";

/** Values that are listed. */
const FEW = 3;

/** A table of constants as the model has it, and as a board holds it: as many bytes. */
export interface HeldConstant {
  /** What it is to its layer, one word. */
  readonly kind: string;
  readonly dtype: DType;
  readonly expected: Uint8Array;
  readonly found: Uint8Array;
}

/**
 * What became of a table in the terms of the layer that reads it, in words that follow "are not the model's:".
 * @param layer its right run
 * @returns undefined where only its bytes can be told
 */
export function constantWords(held: HeldConstant, layer: DiagnosisInput | undefined): string | undefined {
  const { kind, dtype } = held;
  const [expected, found] = [numbersOf(held.expected, dtype), numbersOf(held.found, dtype)];
  if (expected === undefined || found === undefined) return undefined;
  if (kind === "weights") {
    const words = weightsWords(held, layer);
    if (words !== undefined || dtype === "int8") return words ?? int8List(expected, found);
  }
  const list = listWords(expected, found, held.found.length / found.length, dtype.startsWith("float"));
  if (list !== undefined) return `the values ${list.text}`;
  if (kind === "bias") return biasesWords(expected, found);
  return kind === "table" ? lookupWords(expected, found, layer) : singleValues(expected, found);
}

/** Bytes are told by their places and bits where no rule gives them. */
function int8List(expected: readonly number[], found: readonly number[]): string | undefined {
  const list = listWords(expected, found, 1, false);
  return list && `the values ${list.text}`;
}

/** A few values of a list whose bytes say little. */
function singleValues(expected: readonly number[], found: readonly number[]): string | undefined {
  const differing = [...found.keys()].filter((i) => !Object.is(expected[i], found[i]));
  if (differing.length > FEW) return undefined;
  return differing.map((i) => `value ${i} is ${found[i]} instead of ${expected[i]}`).join(", ");
}

function numbersOf(bytes: Uint8Array, dtype: DType): number[] | undefined {
  if (dtype === "int64") return undefined;
  return Array.from(fromBytes(dtype, bytes) as ArrayLike<number>, Number);
}

function weightsWords({ dtype, expected, found }: HeldConstant, layer: DiagnosisInput | undefined): string | undefined {
  const product = layer && productOf(layer);
  if (layer === undefined || product === undefined || dtype !== "int8") return undefined;
  const [{ offsets }] = product.orders;
  const { rows, geometry } = product.taps;
  const as = (bytes: Uint8Array): Int8Array => Int8Array.from(offsets, (offset) => bytes[offset]!);
  // The order in which the C holds them is the one that is known.
  if (offsets.length !== expected.length || as(expected).some((weight, i) => weight !== rows[i])) return undefined;
  const held = as(found);
  const swapped = swappedWords(product, { own: rows, found: held });
  if (swapped !== undefined) return swapped.text;
  for (const { changes } of TAPS_FAMILIES)
    for (const { taps, text, beyond } of changes(product, layer)) {
      if (beyond !== undefined || taps.x !== product.taps.x || taps.geometry !== geometry) continue;
      if (taps.rows.length === held.length && held.every((weight, i) => weight === taps.rows[i])) return text;
    }
  const length = rows.length / geometry.output.c;
  const channels = Array.from({ length: geometry.output.c }, (_, channel) => channel).filter((channel) =>
    held.subarray(channel * length, (channel + 1) * length).some((weight, i) => weight !== rows[channel * length + i]),
  );
  const { cause, text } = kernelWords(product, held, channels, true);
  return cause === "measured" || /^bit \d turned$/.test(cause) ? undefined : text;
}

function biasesWords(expected: readonly number[], found: readonly number[]): string | undefined {
  const differing = found.flatMap((value, channel) =>
    Object.is(value, expected[channel]) ? [] : [{ channel, from: value, to: value }],
  );
  if (expected.some((value) => !Number.isInteger(value))) return undefined;
  const { cause, text } = biasWords(differing, Int32Array.from(expected), new Map());
  return cause === "measured" ? singleValues(expected, found) : text;
}

function lookupWords(
  expected: readonly number[],
  found: readonly number[],
  layer: DiagnosisInput | undefined,
): string | undefined {
  if (layer?.op !== "esp.lookup" || found.length !== 256) return undefined;
  const curve = (values: readonly number[]) => new Map(values.map((y, i) => [i - 128, y]));
  const { cause, text } = tableWords(curve(expected), curve(found), layer);
  return cause === "measured" ? undefined : text;
}
