import { numbersAttribute } from "../../../../kernels-ref/attributes.js";
import type { Emitter } from "../emitter.js";
import type { Held } from "../held.js";
import { roundedImage, scaled } from "../rounded.js";
import { type FastRule, isHeld } from "../rule.js";

/** `esp.lookup`: a table of 256. Those that only scale and clip are computed; any other is looked up. */
export const espLookup: FastRule = ({ attributes, inputs }, emitter) => {
  const [data] = inputs;
  return isHeld(data) ? emitTable(emitter, data, numbersAttribute(attributes, "table")) : undefined;
};

/** A table of 256 for what is held, entry x + 128 for x. */
export function emitTable(emitter: Emitter, data: Held, table: readonly number[]): Held | undefined {
  const computed = data.image ? scaledTable(emitter, data, table) : clippedTable(emitter, data, table);
  return computed ?? gatheredTable(emitter, data, table, -128);
}

/** clip(x, low, high), where the table is that: a look-up takes 20 times as long. */
function clippedTable(emitter: Emitter, data: Held, table: readonly number[]): Held | undefined {
  const [low, high] = [Math.min(...table), Math.max(...table)];
  if (!table.every((entry, i) => entry === Math.min(Math.max(i - 128, low), high))) return undefined;
  const held = emitter.settled(data);
  const limits = [emitter.scalar(low), emitter.scalar(high)];
  return { ...held, name: emitter.node("Clip", [held.name, ...limits]), low, high };
}

/** clip(rounded(x · 2^e), low, high), where the table is that. */
function scaledTable(emitter: Emitter, data: Held, table: readonly number[]): Held | undefined {
  const [low, high] = [Math.min(...table), Math.max(...table)];
  const channels = data.shape[3]!;
  const all = (value: number): number[] => new Array<number>(channels).fill(value);
  for (let e = -7; e <= 7; e++) {
    for (const rounding of e < 0 ? (["half-up", "floor"] as const) : (["floor"] as const)) {
      const half = e < 0 ? 2 ** (e - 1) : 0;
      const shift = rounding === "half-up" ? half : e < 0 ? half - 0.5 : 0;
      const value = (x: number): number => Math.min(high, Math.max(low, Math.round(x * 2 ** e + shift)));
      if (!table.every((entry, i) => entry === value(i - 128))) continue;
      const bias = all(0).map((_, c) => high - shift - (data.offset?.[c] ?? 0) * 2 ** e);
      const t = emitter.node("Relu", [scaled(emitter, data.name, -(2 ** e), bias)]);
      const epilogue = {
        added: all(0),
        upper: all(high),
        lower: all(low),
        fraction: all(0),
        rounding: "floor",
      } as const;
      // Without a fraction nothing has to be rounded, and one pass less makes the lower clip.
      const name =
        e >= 0 ? emitter.node("Relu", [scaled(emitter, t, -1, all(high - low))]) : roundedImage(emitter, t, epilogue);
      return { ...data, name, ...(low === 0 ? { offset: undefined } : { offset: all(low) }), low, high } as Held;
    }
  }
  return undefined;
}

/** A table looked up, its first entry that of the integer `first`. */
export function gatheredTable(emitter: Emitter, data: Held, table: readonly number[], first: number): Held | undefined {
  if (data.low < first || data.high > first + table.length - 1) return undefined;
  const held = emitter.settled(data);
  const index = emitter.node("Cast", [emitter.node("Add", [held.name, emitter.scalar(-first)])], { to: 6 });
  const entries = emitter.floats(table);
  const [low, high] = table.reduce(([a, b], x) => [Math.min(a, x), Math.max(b, x)] as const, [
    table[0]!,
    table[0]!,
  ] as const);
  return { ...held, name: emitter.node("Gather", [entries, index], { axis: 0 }), low, high };
}
