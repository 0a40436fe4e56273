import { type Rounding, saturate } from "../arithmetic.js";
import { roundFloat } from "./rounding.js";

/**
 * matrix · vector on the gates' int16 grid: every exact sum becomes a float32, is divided by 2^shift, rounded and
 * saturated. `matrix` starts at `row`, `vector` at `at`.
 *
 * Bound: an int16 sum of fewer than 2^22 products is below 2^52 and exact in a double.
 */
export function gateSums(
  matrix: Int8Array | Int16Array,
  row: number,
  vector: Int8Array | Int16Array,
  at: number,
  columns: number,
  shift: number,
  rounding: Rounding,
  out: Int16Array,
): void {
  const scale = 2 ** -shift;
  for (let gate = 0, from = row; gate < out.length; gate++, from += columns) {
    let sum = 0;
    for (let i = 0; i < columns; i++) sum += matrix[from + i] * vector[at + i];
    out[gate] = saturate(roundFloat(Math.fround(Math.fround(sum) * scale), rounding), -32768, 32767);
  }
}
