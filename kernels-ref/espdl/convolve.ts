import { type Arithmetic, roundToInteger, saturate } from "../arithmetic.js";
import type { NdArray } from "../array.js";
import { accumulateInt8 } from "../conv2d-int8.js";
import { type Convolution, convolution, packKernel } from "../convolution.js";
import { KernelError } from "../kernel-error.js";
import type { Attributes } from "../operator.js";
import type { VectorUnit } from "../vector-unit.js";
import { accumulateInt16 } from "./conv-int16.js";
import { accumulateDepthwise } from "./depthwise.js";
import { effectiveShift } from "./effective-shift.js";
import { rangeOf } from "./rounding.js";
import { accumulateInLanes } from "./saturating-lanes.js";
import { saturateWide } from "./wide-accumulators.js";

/** What a convolution does with its accumulators. */
export interface Requantization {
  /** Exponent of the output minus that of the accumulator: one number, or one an output channel. */
  readonly shift: readonly number[];
  readonly relu: boolean;
}

/**
 * y = saturate((bias + Σ x · k) / 2^shift), then ReLU: every product sum of ESP-DL (Conv, Gemm, MatMul) is this.
 * `input` and `output` are NHWC, `kernel` as `attributes.kernel_layout` says, `bias` one integer an output channel.
 *
 * Bound: an int8 sum with its bias is below 2^32 and wraps to int32 as on the chip; an int16 sum (below 2^52) with a
 * bias below 2^52 is exact in a double. A vector unit cuts shift counts (`effectiveShift`) and has 40-bit accumulators for
 * int16 (`saturateWide`).
 * @param saturated is told the output elements whose lane saturated; only with `arithmetic.laneBits`.
 */
export function convolve(
  input: NdArray,
  kernel: NdArray,
  bias: NdArray | undefined,
  output: NdArray,
  attributes: Attributes,
  requantization: Requantization,
  arithmetic: Arithmetic,
  saturated: (index: number) => void,
): void {
  const geometry = convolution(input, kernel, output, attributes);
  const channels = geometry.output.c;
  const added = Float64Array.from({ length: channels }, (_, c) => (bias ? Number(bias.data[c]) : 0));
  const sums =
    input.data instanceof Int8Array
      ? int8Sums(geometry, input.data, kernel, added, output.data.length, arithmetic.laneBits, saturated)
      : int16Sums(geometry, input, kernel, added, output.data.length, arithmetic.vector);
  const block = 16 / input.data.BYTES_PER_ELEMENT;
  const inLanes = isDepthwise(geometry) ? channels : channels - (channels % block);
  requantize(sums, inLanes, channels, output, requantization, arithmetic);
}

function int8Sums(
  geometry: Convolution,
  x: Int8Array,
  kernel: NdArray,
  bias: Float64Array,
  size: number,
  laneBits: number | undefined,
  saturated: (index: number) => void,
): Int32Array {
  const sums = new Int32Array(size);
  const weights = kernel.data as Int8Array;
  if (laneBits !== undefined) {
    addBias(sums, bias);
    accumulateInLanes(geometry, x, packKernel(geometry, kernel).data as Int8Array, sums, laneBits, saturated);
    return sums;
  }
  if (isDepthwise(geometry)) accumulateDepthwise(geometry, x, weights, sums);
  else accumulateInt8(geometry, x, packKernel(geometry, kernel).data as Int8Array, sums);
  addBias(sums, bias);
  return sums;
}

function int16Sums(
  geometry: Convolution,
  input: NdArray,
  kernel: NdArray,
  bias: Float64Array,
  size: number,
  vector: VectorUnit | undefined,
): Float64Array {
  const weights = kernel.data;
  if (!(input.data instanceof Int16Array && (weights instanceof Int16Array || weights instanceof Int8Array)))
    throw new KernelError(
      `a convolution works on int8 or int16 data and kernel, got ${input.dtype} and ${kernel.dtype}`,
    );
  const sums = new Float64Array(size);
  if (isDepthwise(geometry)) accumulateDepthwise(geometry, input.data, weights, sums);
  else accumulateInt16(geometry, input.data, packKernel(geometry, kernel).data as typeof weights, sums);
  addBias(sums, bias);
  if (vector !== undefined) {
    const rows = packKernel(geometry, kernel).data as typeof weights;
    saturateWide(geometry, input.data, rows, bias, sums, vector);
  }
  return sums;
}

function isDepthwise({ groupInputs, groupOutputs, output }: Convolution): boolean {
  return groupInputs === 1 && groupOutputs === 1 && output.c > 1;
}

function addBias(sums: Int32Array | Float64Array, bias: Float64Array): void {
  for (let i = 0; i < sums.length; i += bias.length) for (let c = 0; c < bias.length; c++) sums[i + c] += bias[c];
}

function requantize(
  sums: Int32Array | Float64Array,
  inLanes: number,
  channels: number,
  output: NdArray,
  { shift, relu }: Requantization,
  { rounding, vector }: Arithmetic,
): void {
  const { low, high } = rangeOf(output.dtype);
  const bottom = relu ? 0 : low;
  const out = output.data;
  const bytes = out.BYTES_PER_ELEMENT;
  const factors = Float64Array.from({ length: channels }, (_, c) => {
    const stated = shift[shift.length === 1 ? 0 : c];
    return 2 ** -effectiveShift(stated, bytes, c < inLanes ? "lane" : "rest", vector);
  });
  for (let i = 0; i < sums.length; i += channels)
    for (let c = 0; c < channels; c++)
      out[i + c] = saturate(roundToInteger(sums[i + c] * factors[c], rounding), bottom, high);
}
