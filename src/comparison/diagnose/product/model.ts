import type { Rounding } from "../../../../kernels-ref/arithmetic.js";
import type { Convolution } from "../../../../kernels-ref/convolution.js";
import type { KernelAxis, WeightOrder } from "./weight-order.js";

/** Which elements meet which weights: everything up to the accumulator. */
export interface Taps {
  readonly geometry: Convolution;
  /** The image; int16 where a cause reads it as unsigned. */
  readonly x: Int8Array | Int16Array;
  /** One row an output channel: [tap row, tap column, input channel]. */
  readonly rows: Int8Array | Int16Array;
  /** What a tap outside of the image sees: a number, the nearest element, or whatever lies there in memory. */
  readonly outside: number | "nearest" | "memory";
  /** Elements that each kernel row is read further on than it should, counted from the first inside of the image. */
  readonly rowStep?: number;
  /** The address of each tap's input, or of each pixel's first, is rounded down to so many bytes. */
  readonly aligned?: { readonly bytes: number; readonly each: "tap" | "pixel" };
  /** Width in bits at which the accumulator saturates after every product; 32 does not matter. */
  readonly laneBits: number;
}

/** From the accumulator to the stored integer. One number an output channel where there is a list. */
export interface Finish {
  readonly shift: Int32Array;
  readonly bias: Int32Array;
  /** The bias is added to the accumulator, to the accumulator after · 2^shift, or to the quotient. */
  readonly biasPlace: "accumulator" | "accumulator-scaled" | "quotient";
  readonly rounding: Rounding;
  /** Bits that the accumulator wraps or saturates at; 32 for neither. */
  readonly accumulatorBits: number;
  readonly accumulatorOverflow: "wrap" | "saturate";
  /** Whether it does so before the bias is added to the accumulator. */
  readonly limitFirst?: true;
  /** Whether the shift to the right is that of an unsigned number. */
  readonly logical?: true;
  /** What happens to the quotient before the bias, and to the result: int8 by saturation, by wrapping, or nothing. */
  readonly middle: "saturate" | "wrap" | "none";
  readonly end: "saturate" | "wrap" | "wrap-low";
  readonly low: number;
  readonly relu: "none" | "end" | "before-end" | "before-bias";
}

/** Int8 products summed and requantized: a convolution, or a dense layer as one of a single pixel a row. */
export interface Product {
  readonly taps: Taps;
  readonly finish: Finish;
  /** Orders in which the weights may lie in memory: the generated C's first, then the model's own. */
  readonly orders: readonly [WeightOrder, ...WeightOrder[]];
  readonly axes: readonly KernelAxis[];
  /** False where the layer has no bias. */
  readonly hasBias: boolean;
}
