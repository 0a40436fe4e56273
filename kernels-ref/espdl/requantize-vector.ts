import { type Rounding, saturate } from "../arithmetic.js";
import type { DType, NdArray } from "../array.js";
import type { VectorUnit } from "../vector-unit.js";
import { rangeOf } from "./rounding.js";
import { rescale } from "./scale-byte.js";

/** Tensors of so many elements and fewer are converted in float32. */
const SMALL = 50;
/** Bits of one of the ESP32-S3's int8 lanes. */
const LANE_BITS = 20;

/** Whether a change of `shift` exponents runs in the vector unit: integers, many of them; int16 is guarded against 2^15. */
export function runsInVectors(from: DType, to: DType, size: number, shift: number): boolean {
  const isInteger = from.startsWith("int") && to.startsWith("int");
  return isInteger && size > SMALL && shift !== 0 && !(from === "int16" && to === "int16" && shift < -14);
}

/**
 * Data / 2^`shift` in a vector unit. Law: to the right rounded and saturated; to the left the factor 2^−shift is an int8
 * on the ESP32-S3 where the result is int8, else an int16, and wraps (see `rescale`). From int16 to int8 the ESP32-S3 reads
 * a product as a lane of 20 bits, so it wraps at ±2^19 (as executed; not pinned on silicon).
 */
export function requantizeInVectors(
  data: NdArray,
  shift: number,
  output: NdArray,
  rounding: Rounding,
  { chip }: VectorUnit,
): void {
  const x = data.data as Int8Array | Int16Array;
  const out = output.data as Int8Array | Int16Array;
  const { low, high } = rangeOf(output.dtype);
  const isS3 = chip === "esp32s3";
  if (isS3 && shift < 0 && data.dtype === "int16" && output.dtype === "int8") {
    const factor = 2 ** Math.min(-shift, LANE_BITS);
    const unused = 32 - LANE_BITS;
    for (let i = 0; i < out.length; i++) out[i] = saturate(((x[i] * factor) << unused) >> unused, low, high);
    return;
  }
  const bits = isS3 && data.dtype === "int8" && output.dtype === "int8" ? 8 : 16;
  for (let i = 0; i < out.length; i++) out[i] = rescale(x[i], shift, bits, rounding, low, high);
}
