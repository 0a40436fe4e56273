import { type Arithmetic, roundToInteger, saturate } from "../arithmetic.js";
import type { VectorUnit } from "../vector-unit.js";
import { roundFloat } from "./rounding.js";

type Quantized = Int8Array | Int16Array;

/** Ends of the 40-bit accumulator of a vector unit. */
const WIDE_HIGH = 2 ** 39 - 1;
const WIDE_LOW = -(2 ** 39);

/**
 * matrix · vector on the gates' int16 grid: every exact sum becomes a float32, is divided by 2^shift, rounded and
 * saturated. `matrix` starts at `row`, `vector` at `at`.
 * Law: where the columns are whole vectors (16 int8, 8 int16) and the shift is not negative, a vector unit shifts the integer
 * sum itself, which it holds in 40 bits that saturate after every vector.
 *
 * Bound: an int16 sum of fewer than 2^22 products is below 2^52 and exact in a double.
 */
export function gateSums(
  matrix: Quantized,
  row: number,
  vector: Quantized,
  at: number,
  columns: number,
  shift: number,
  { rounding, vector: unit }: Arithmetic,
  out: Int16Array,
): void {
  const width = gateVector(matrix.BYTES_PER_ELEMENT, vector.BYTES_PER_ELEMENT, columns, shift, unit);
  const scale = 2 ** -shift;
  for (let gate = 0, from = row; gate < out.length; gate++, from += columns) {
    let sum = 0;
    if (unit !== undefined && width > 0) {
      for (let first = 0; first < columns; first += width) {
        for (let i = first; i < first + width; i++) sum += matrix[from + i] * vector[at + i];
        sum = saturate(sum, WIDE_LOW, WIDE_HIGH);
      }
      out[gate] = narrow(roundToInteger(sum * scale, rounding), unit);
    } else {
      for (let i = 0; i < columns; i++) sum += matrix[from + i] * vector[at + i];
      out[gate] = saturate(roundFloat(Math.fround(Math.fround(sum) * scale), rounding), -32768, 32767);
    }
  }
}

/** The products of a matrix and a vector on the gates' grid: see `gateSums`. */
export type GateSums = typeof gateSums;

/**
 * Products that a vector unit adds at once; 0 where it does not: columns left over, a negative shift, or no kernel for these
 * types (an int8 matrix, an int16 vector on the S3).
 */
export function gateVector(
  matrixBytes: number,
  vectorBytes: number,
  columns: number,
  shift: number,
  unit: VectorUnit | undefined,
): number {
  if (unit === undefined || shift < 0) return 0;
  const width = matrixBytes === vectorBytes ? 16 / matrixBytes : unit.chip === "esp32p4" ? 8 : 0;
  return width > 0 && columns % width === 0 ? width : 0;
}

/** Law: the ESP32-S3 clamps by a subtraction that overflows for what is near −2^31, which then becomes 32767. */
function narrow(value: number, { chip }: VectorUnit): number {
  const isLost = chip === "esp32s3" && value <= -(2 ** 31) + 32767;
  return isLost ? 32767 : saturate(value, -32768, 32767);
}
