import { Tensor } from "../../base/tensor/tensor.js";
import { QuantizationError, roundHalfEven } from "./quantization-error.js";

/** A quantized bias and what it lost. */
export interface QuantizedBias {
  readonly tensor: Tensor;
  readonly error: QuantizationError;
}

/**
 * A convolution's bias in the scale of its output: round half even(b / scale) in float32.
 * @param wrap keep the low 8 bits of what does not fit, as the original does, instead of saturating at −128 and 127
 */
export function quantizeBiasInt8(
  bias: Float32Array,
  exponent: number,
  shape: readonly number[],
  wrap: boolean,
): QuantizedBias {
  const error = new QuantizationError();
  const result = new Int8Array(bias.length);
  for (let i = 0; i < bias.length; i++) {
    const b = bias[i] as number;
    const q = roundHalfEven(Math.fround(b / 2 ** exponent));
    result[i] = wrap ? lowByte(q) : clip(q, -128, 127);
    account(error, b, q, result[i] as number, 2 ** exponent);
  }
  return { tensor: new Tensor("int8", shape, result), error };
}

/**
 * A matrix product's bias in the scale of its accumulator: round half even(factor · b / scale) in float32, as int32.
 * @param exponents one, or one for each index along the last axis
 * @param wrap give −2^31 for what does not fit, as a cast on x86 does, instead of saturating
 */
export function quantizeBiasInt32(
  bias: Tensor,
  exponents: readonly number[],
  factor: number,
  wrap: boolean,
): QuantizedBias {
  const error = new QuantizationError();
  const data = bias.data as Float32Array;
  const result = new Int32Array(data.length);
  for (let i = 0; i < data.length; i++) {
    const b = (data[i] as number) * factor;
    const scale = 2 ** (exponents[i % exponents.length] as number);
    const q = roundHalfEven(Math.fround(b / scale));
    const saturated = clip(q, -(2 ** 31), 2 ** 31 - 1);
    result[i] = wrap && saturated !== q ? -(2 ** 31) : saturated;
    account(error, b, q, result[i] as number, scale);
  }
  return { tensor: new Tensor("int32", bias.shape, result), error };
}

function account(error: QuantizationError, real: number, wanted: number, got: number, scale: number): void {
  const lost = real - got * scale;
  error.signal += real * real;
  error.noise += lost * lost;
  error.count++;
  if (wanted !== got) error.clipped++;
}

function clip(q: number, low: number, high: number): number {
  return Math.min(Math.max(q, low), high);
}

/** A float's int8 cast on x86: through int32, where what does not fit is −2^31, and so 0. */
function lowByte(q: number): number {
  return Math.abs(q) < 2 ** 31 ? (q << 24) >> 24 : 0;
}
