import type { Tensor } from "../../base/tensor/tensor.js";
import { constant, scalar } from "../graph/build.js";
import { castTensor } from "../graph/evaluate.js";
import type { ConstantValue } from "../graph/graph.js";
import type { Operands } from "./operands.js";

/** Scale and zero point of a tensor, each a fresh constant: `scale` float32, `zeroPoint` int32, both [] or [channels]. */
export interface Quantization {
  readonly scale: ConstantValue;
  readonly zeroPoint: ConstantValue;
  readonly exponent: number | readonly number[] | undefined;
}

/** log2 of a scale if it is a power of two; one a channel for a vector of them. */
export function exponentOf(scale: Tensor): number | readonly number[] | undefined {
  const exponents = scale.toNumbers().map((value) => Math.log2(value));
  if (!exponents.every(Number.isInteger)) return undefined;
  return scale.shape.length === 0 ? exponents[0] : exponents;
}

/** A one-element tensor of rank 0 or 1 as a scalar. */
function asScalar(operands: Operands, tensor: Tensor, what: string): Tensor {
  if (tensor.size !== 1)
    operands.fail(
      `${what} must be one value`,
      `shape [${tensor.shape.join(", ")}]`,
      "only weights may be quantized per channel",
    );
  return tensor.reshape([]);
}

/** @throws UserError when a scale is not a positive finite number. */
export function checkScale(operands: Operands, scale: Tensor, what: string): void {
  if (scale.dtype !== "float32")
    operands.fail(`${what} scale must be float32`, scale.dtype, "quantize the model again");
  for (const value of scale.toNumbers()) {
    if (!(value > 0 && Number.isFinite(value)))
      operands.fail(`${what} scale must be positive and finite`, String(value), "quantize the model again");
  }
}

function checkZeroPoint(operands: Operands, zeroPoint: Tensor, what: string): void {
  if (zeroPoint.dtype !== "int8") {
    operands.fail(
      `${what} must be int8`,
      zeroPoint.dtype,
      "ESP-DL computes in int8: quantize with activation and weight type int8",
    );
  }
  const found = zeroPoint.toNumbers().find((value) => value !== 0);
  if (found === undefined) return;
  const flag =
    what === "weight"
      ? "asymmetric weights do not run on ESP-DL; requantize with --weight_symmetric"
      : "asymmetric tensors do not run on ESP-DL; requantize symmetric";
  operands.fail(`${what} zero point must be 0`, String(found), flag);
}

/** The per-tensor quantization given by inputs `index` (scale) and `index + 1` (zero point). */
export function perTensor(operands: Operands, index: number, what: string): Quantization {
  const scale = operands.tensor(index, `${what} scale`);
  const zeroPoint = operands.tensor(index + 1, `${what} zero point`);
  checkScale(operands, scale, what);
  checkZeroPoint(operands, zeroPoint, what);
  const value = asScalar(operands, scale, `${what} scale`);
  return {
    scale: constant(value),
    zeroPoint: constant(castTensor(asScalar(operands, zeroPoint, `${what} zero point`), "int32")),
    exponent: exponentOf(value),
  };
}

/** The quantization of weights: per tensor, or one scale and zero point for each of `channels`. */
export function perChannel(operands: Operands, index: number, channels: number): Quantization {
  const scale = operands.tensor(index, "weight scale");
  const zeroPoint = operands.tensor(index + 1, "weight zero point");
  if (scale.shape.length === 0) return perTensor(operands, index, "weight");
  checkScale(operands, scale, "weight");
  checkZeroPoint(operands, zeroPoint, "weight");
  if (scale.shape.length !== 1 || scale.size !== channels || zeroPoint.size !== channels) {
    const found = `${scale.size} scales and ${zeroPoint.size} zero points`;
    operands.fail(
      `a per-channel weight must have ${channels} scales and zero points`,
      found,
      "quantize the model again",
    );
  }
  return { scale: constant(scale), zeroPoint: constant(castTensor(zeroPoint, "int32")), exponent: exponentOf(scale) };
}

/** The exponent of an accumulator: the sum of its operands'. */
export function accumulatorExponent(
  a: Quantization["exponent"],
  b: Quantization["exponent"],
): Quantization["exponent"] {
  if (typeof a !== "number" || b === undefined) return undefined;
  return typeof b === "number" ? a + b : b.map((value) => a + value);
}

/** A fresh int32 zero, the zero point of an accumulator. */
export function zeroPointOfAccumulator(): ConstantValue {
  return scalar("int32", 0);
}
