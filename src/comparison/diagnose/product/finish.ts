import { INT8_MAX, saturate, shiftRight } from "../../../../kernels-ref/arithmetic.js";
import type { Finish } from "./model.js";

/** Accumulators [pixel][channel] to int8, by the law or a changed one. */
export function finishAll(accumulators: Int32Array, finish: Finish): Int8Array {
  const channels = finish.bias.length;
  const result = new Int8Array(accumulators.length);
  for (let i = 0, c = 0; i < accumulators.length; i++) {
    result[i] = finishOne(accumulators[i]!, finish.bias[c]!, finish.shift[c]!, finish);
    if (++c === channels) c = 0;
  }
  return result;
}

function finishOne(accumulator: number, bias: number, shift: number, finish: Finish): number {
  const { biasPlace, accumulatorBits, middle, relu } = finish;
  let value = accumulator;
  if (finish.limitFirst) value = limit(value, accumulatorBits, finish.accumulatorOverflow);
  if (biasPlace === "accumulator") value += bias;
  else if (biasPlace === "accumulator-scaled") value += bias * 2 ** shift;
  if (accumulatorBits < 32 && !finish.limitFirst) value = limit(value, accumulatorBits, finish.accumulatorOverflow);
  if (finish.logical && shift > 0) value >>>= shift;
  else value = shiftRight(value | 0, shift, finish.rounding, "saturating-left-shift");
  if (middle === "saturate") value = saturate(value, finish.low, INT8_MAX);
  else if (middle === "wrap") value = (value << 24) >> 24;
  if (relu === "before-bias" && value < 0) value = 0;
  if (biasPlace === "quotient") value += bias;
  if (relu === "before-end" && value < 0) value = 0;
  if (finish.end === "wrap-low" && value > INT8_MAX) value = INT8_MAX;
  value = finish.end === "saturate" ? saturate(value, finish.low, INT8_MAX) : (value << 24) >> 24;
  return relu === "end" && value < 0 ? 0 : value;
}

function limit(value: number, bits: number, overflow: Finish["accumulatorOverflow"]): number {
  if (overflow === "saturate") return saturate(value, -(2 ** (bits - 1)), 2 ** (bits - 1) - 1);
  return (value << (32 - bits)) >> (32 - bits);
}
