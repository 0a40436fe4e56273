import type { Taps } from "./model.js";

/** Taps that count, by weights marked with 1, where an element that is not 0 meets one of them. */
export function unknownWeights(taps: Taps): (marks: Int8Array) => Taps {
  const x = Int16Array.from(taps.x, Math.abs);
  return (rows) => ({ ...taps, x, rows, outside: withoutNumbers(taps) });
}

/** Taps that count, by elements marked with 1, where a weight that is not 0 meets one of them. */
export function unknownInput(taps: Taps): (marks: Int8Array) => Taps {
  const rows = Int16Array.from(taps.rows, Math.abs);
  return (x) => ({ ...taps, x, rows, outside: withoutNumbers(taps) });
}

const withoutNumbers = ({ outside }: Taps): Taps["outside"] => (typeof outside === "number" ? 0 : outside);
