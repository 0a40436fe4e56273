import { INT8_MAX, saturate, shiftRight } from "../../../../kernels-ref/arithmetic.js";
import type { Finish } from "./model.js";

/** Accumulators [pixel][channel] to int8, by the law or a changed one. */
export function finishAll(accumulators: Int32Array, finish: Finish): Int8Array {
  const { bias, shift } = finish;
  const channels = bias.length;
  const steps = new FinishSteps(finish);
  const result = new Int8Array(accumulators.length);
  for (let i = 0, c = 0; i < accumulators.length; i++) {
    result[i] = steps.one(accumulators[i]!, bias[c]!, shift[c]!);
    if (++c === channels) c = 0;
  }
  return result;
}

/** What is done to one accumulator after the other, taken apart once. */
export class FinishSteps {
  /** As the kernels do it: shifted, limited, the bias added, limited. */
  private readonly isPlain: boolean;
  private readonly biasPlace: Finish["biasPlace"];
  private readonly accumulatorBits: number;
  private readonly accumulatorOverflow: Finish["accumulatorOverflow"];
  private readonly limitFirst: boolean;
  private readonly logical: boolean;
  private readonly rounding: Finish["rounding"];
  private readonly middle: Finish["middle"];
  private readonly end: Finish["end"];
  private readonly low: number;
  private readonly relu: Finish["relu"];

  constructor(finish: Finish) {
    this.biasPlace = finish.biasPlace;
    this.accumulatorBits = finish.accumulatorBits;
    this.accumulatorOverflow = finish.accumulatorOverflow;
    this.limitFirst = finish.limitFirst === true;
    this.logical = finish.logical === true;
    this.rounding = finish.rounding;
    this.middle = finish.middle;
    this.end = finish.end;
    this.low = finish.low;
    this.relu = finish.relu;
    this.isPlain =
      this.biasPlace === "quotient" &&
      this.accumulatorBits === 32 &&
      !this.logical &&
      this.rounding === "floor" &&
      this.middle === "saturate" &&
      this.end === "saturate" &&
      (this.relu === "none" || this.relu === "end");
  }

  one(accumulator: number, bias: number, shift: number): number {
    if (!this.isPlain || shift < 0 || shift > 31) return this.other(accumulator, bias, shift);
    let value = accumulator >> shift;
    if (value > INT8_MAX) value = INT8_MAX;
    else if (value < this.low) value = this.low;
    value += bias;
    if (value > INT8_MAX) value = INT8_MAX;
    else if (value < this.low) value = this.low;
    return value < 0 && this.relu === "end" ? 0 : value;
  }

  private other(accumulator: number, bias: number, shift: number): number {
    const { biasPlace, accumulatorBits, middle, relu, low } = this;
    let value = accumulator;
    if (this.limitFirst) value = limit(value, accumulatorBits, this.accumulatorOverflow);
    if (biasPlace === "accumulator") value += bias;
    else if (biasPlace === "accumulator-scaled") value += bias * 2 ** shift;
    if (accumulatorBits < 32 && !this.limitFirst) value = limit(value, accumulatorBits, this.accumulatorOverflow);
    if (this.logical && shift > 0) value >>>= shift;
    else value = shiftRight(value | 0, shift, this.rounding, "saturating-left-shift");
    if (middle === "saturate") value = saturate(value, low, INT8_MAX);
    else if (middle === "wrap") value = (value << 24) >> 24;
    if (relu === "before-bias" && value < 0) value = 0;
    if (biasPlace === "quotient") value += bias;
    if (relu === "before-end" && value < 0) value = 0;
    if (this.end === "wrap-low" && value > INT8_MAX) value = INT8_MAX;
    value = this.end === "saturate" ? saturate(value, low, INT8_MAX) : (value << 24) >> 24;
    return relu === "end" && value < 0 ? 0 : value;
  }
}

function limit(value: number, bits: number, overflow: Finish["accumulatorOverflow"]): number {
  if (overflow === "saturate") return saturate(value, -(2 ** (bits - 1)), 2 ** (bits - 1) - 1);
  return (value << (32 - bits)) >> (32 - bits);
}
