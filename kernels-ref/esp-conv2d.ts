import { type Arithmetic, INT8_MAX, INT8_MIN, INT32_MAX, INT32_MIN, saturate, shiftRight } from "./arithmetic.js";
import { int8Data, int32Data, type NdArray } from "./array.js";
import { numbersAttribute } from "./attributes.js";
import { accumulateInt8 } from "./conv2d-int8.js";
import { convolution, packKernel } from "./convolution.js";
import type { Kernel } from "./operator.js";

/**
 * `esp.conv2d` and `esp.depthwise_conv2d`: what the accelerated kernel of ESP-DL computes in one call, int8 → int8.
 *
 * Inputs: image, kernel, and optionally a bias with one integer an output channel. Attributes: those of `nn.conv2d`,
 * `shift` (one number, or one an output channel: log2 of output scale over accumulator scale) and `relu`.
 * Per output: accumulate → divide by 2^shift → bias → relu → saturate to int8. Where the bias is added, how the
 * division rounds and how often the value saturates is the arithmetic's choice; the bias is in the scale of its place.
 *
 * Bound: the accumulator as in `conv2d-int8`; with the bias added to it |acc + bias| < 2^32 is exact in a double and
 * saturates to int32.
 */
export const espConv2d: Kernel = ([input, kernel, bias], attributes, [output], arithmetic) => {
  const accumulator: NdArray = { dtype: "int32", shape: output.shape, data: new Int32Array(output.data.length) };
  const geometry = convolution(input, kernel, output, attributes);
  const rows = packKernel(geometry, kernel);
  accumulateInt8(geometry, int8Data(input), int8Data(rows), int32Data(accumulator));
  const relu = attributes.relu === true;
  const channels = geometry.output.c;
  const shift = perChannel(numbersAttribute(attributes, "shift"), channels);
  const added = perChannel(bias ? Array.from(bias.data, Number) : [0], channels);
  const step = geometry.outputStride.c;
  const acc = int32Data(accumulator);
  const out = int8Data(output);
  for (let i = 0; i < out.length; i++) {
    const c = Math.floor(i / step) % channels;
    const value = requantize(acc[i], added[c], shift[c], arithmetic);
    out[i] = relu && value < 0 ? 0 : value;
  }
};

/** One accumulator to int8: the shift, the bias and the saturation in the order of the arithmetic. */
export function requantize(acc: number, bias: number, shift: number, arithmetic: Arithmetic): number {
  const { rounding, negativeShift, saturation } = arithmetic;
  if (arithmetic.bias === "before-shift") {
    const sum = saturate(acc + bias, INT32_MIN, INT32_MAX);
    return saturate(shiftRight(sum, shift, rounding, negativeShift), INT8_MIN, INT8_MAX);
  }
  const shifted = shiftRight(acc, shift, rounding, negativeShift);
  const first = saturation === "each-step" ? saturate(shifted, INT8_MIN, INT8_MAX) : shifted;
  return saturate(first + bias, INT8_MIN, INT8_MAX);
}

function perChannel(values: readonly number[], channels: number): Int32Array {
  return Int32Array.from({ length: channels }, (_, c) => values[values.length === 1 ? 0 : c]);
}
