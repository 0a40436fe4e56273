import { saturate } from "../arithmetic.js";
import { gatherPatch } from "../conv2d-int8.js";
import type { Convolution } from "../convolution.js";
import type { VectorUnit } from "../vector-unit.js";

/** Output channels that a vector unit computes at once from int16 data, and products it adds at once in the rest. */
const LANES = 8;
/** Ends of a 40-bit accumulator. */
const HIGH = 2 ** 39 - 1;
const LOW = -(2 ** 39);

/**
 * Replaces those sums of an int16 convolution that leave the 40 bits of an accumulator on the way.
 * Law: on the ESP32-S3 the lanes of whole blocks of 8 output channels, and all of a depthwise convolution, saturate after
 * every product, in the order tap row, tap column, input channel; on the ESP32-P4 they have 64 bits and never do. The output
 * channels left over start from the low 40 bits of their bias and saturate after every 8 products of one tap, on both.
 *
 * `rows` is the kernel packed by `packKernel`, `sums` hold the exact sums with their biases. A channel whose products
 * cannot fill 40 bits together is not looked at.
 */
export function saturateWide(
  geometry: Convolution,
  x: Int16Array,
  rows: Int8Array | Int16Array,
  bias: Float64Array,
  sums: Float64Array,
  { chip }: VectorUnit,
): void {
  const { output, groupInputs, groupOutputs } = geometry;
  const length = rows.length / output.c;
  const isDepthwise = groupInputs === 1 && groupOutputs === 1 && output.c > 1;
  const inLanes = isDepthwise ? output.c : output.c - (output.c % LANES);
  const patch = new Int16Array(length);
  for (let o = chip === "esp32p4" ? inLanes : 0; o < output.c; o++) {
    const row = rows.subarray(o * length, (o + 1) * length);
    if (magnitude(row) * 2 ** 15 + Math.abs(bias[o]) <= HIGH) continue;
    const start = Number(BigInt.asIntN(40, BigInt(bias[o])));
    const together = o < inLanes ? 1 : LANES;
    for (let pixel = 0; pixel < sums.length / output.c; pixel++) {
      const [ox, line] = [pixel % output.w, Math.floor(pixel / output.w)];
      const firstInput = Math.floor(o / groupOutputs) * groupInputs;
      gatherPatch(geometry, x, Math.floor(line / output.h), line % output.h, ox, firstInput, patch);
      sums[pixel * output.c + o] = accumulate(patch, row, groupInputs, together, start);
    }
  }
}

/** Adds `together` products of one tap at a time, then saturates. */
function accumulate(patch: Int16Array, row: ArrayLike<number>, inputs: number, together: number, start: number) {
  let acc = start;
  for (let tap = 0; tap < patch.length; tap += inputs) {
    for (let first = 0; first < inputs; first += together) {
      for (let i = first; i < Math.min(first + together, inputs); i++) acc += patch[tap + i] * row[tap + i];
      acc = saturate(acc, LOW, HIGH);
    }
  }
  return acc;
}

function magnitude(row: Int8Array | Int16Array): number {
  let sum = 0;
  for (let i = 0; i < row.length; i++) sum += Math.abs(row[i]);
  return sum;
}
