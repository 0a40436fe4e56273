import { UserError } from "../../base/errors.js";
import { Tensor } from "../../base/tensor/tensor.js";
import { printable } from "../../formats/onnx/printable.js";
import { extentOf, orZero } from "../calibrate/extent.js";
import type { Range } from "../calibrate/range.js";
import type { Draft, QuantizedValue } from "./draft.js";
import { QuantizationError, quantizeArray } from "./quantization-error.js";
import { exponentFor } from "./scale.js";

const LOW = -127;
const HIGH = 127;

/** A float32 initializer as int8 with one scale, or the twin it already has. */
export function quantizeInitializer(draft: Draft, name: string): QuantizedValue {
  const known = draft.quantized(name);
  if (known !== undefined) return known;
  const weight = floatInitializer(draft, name);
  const data = weight.data as Float32Array;
  const result = new Int8Array(data.length);
  const error = new QuantizationError();
  const range = orZero(extentOf(data));
  const exponent = weightExponent(draft, name, data, range);
  quantizeArray(data, 2 ** exponent, LOW, HIGH, error, result);
  return define(draft, name, exponent, new Tensor("int8", weight.shape, result), range, error);
}

/**
 * A float32 initializer as int8 with one scale for each index along `axis`; negative axes count from the end.
 * An initializer that already has a twin keeps it.
 */
export function quantizeInitializerPerChannel(draft: Draft, name: string, axis: number): QuantizedValue {
  const known = draft.quantized(name);
  if (known !== undefined) return known;
  const weight = floatInitializer(draft, name);
  const data = weight.data as Float32Array;
  const at = axis < 0 ? axis + weight.shape.length : axis;
  const channels = weight.shape[at];
  if (channels === undefined) {
    throw new UserError(`${printable(name)}: rank ${weight.shape.length} has no axis ${axis}; quantize per tensor`);
  }
  const inner = weight.shape.slice(at + 1).reduce((product, dim) => product * dim, 1);
  const result = new Int8Array(data.length);
  const error = new QuantizationError();
  const values = new Float32Array(channels === 0 ? 0 : data.length / channels);
  const integers = new Int8Array(values.length);
  const exponents: number[] = [];
  for (let channel = 0; channel < channels; channel++) {
    for (let i = 0; i < values.length; i++) values[i] = data[position(i, channel)] as number;
    const exponent = weightExponent(draft, name, values, orZero(extentOf(values)), channel);
    quantizeArray(values, 2 ** exponent, LOW, HIGH, error, integers);
    for (let i = 0; i < values.length; i++) result[position(i, channel)] = integers[i] as number;
    exponents.push(exponent);
  }
  return define(draft, name, exponents, new Tensor("int8", weight.shape, result), orZero(extentOf(data)), error);

  /** Of the i-th element of a channel in the whole tensor. */
  function position(i: number, channel: number): number {
    return (Math.floor(i / inner) * (channels as number) + channel) * inner + (i % inner);
  }
}

/** The exponent chosen for a weight, or the one that clips nothing, or of it and the two below the one that loses least. */
function weightExponent(draft: Draft, name: string, values: Float32Array, range: Range, channel?: number): number {
  const chosen = draft.chosenExponent(name, channel);
  const widest = exponentFor(range);
  if (chosen !== undefined || draft.options.weightExponents !== "error") return chosen ?? widest;
  let [best, least] = [widest, Number.POSITIVE_INFINITY];
  for (let exponent = widest; exponent > widest - 3; exponent--) {
    const error = new QuantizationError();
    quantizeArray(values, 2 ** exponent, LOW, HIGH, error);
    if (error.noise < least) [best, least] = [exponent, error.noise];
  }
  return best;
}

function define(
  draft: Draft,
  name: string,
  exponent: number | readonly number[],
  integers: Tensor,
  { min, max }: { min: number; max: number },
  error: QuantizationError,
): QuantizedValue {
  const value = { name: `${name}_quantized`, ...draft.addScale(name, exponent, false) };
  draft.addInitializer(value.name, integers);
  draft.define(name, value);
  draft.rows.push({ tensor: name, quantized: value.name, kind: "weight", dtype: "int8", min, max, exponent, error });
  return value;
}

/** @throws UserError unless the initializer is float32 and finite. */
export function floatInitializer(draft: Draft, name: string): Tensor {
  const tensor = draft.initializers.get(name);
  if (tensor === undefined) throw new UserError(`${printable(name)}: must be an initializer; fold it into a constant`);
  if (tensor.dtype !== "float32") {
    throw new UserError(
      `${printable(name)}: weights must be float32, got ${tensor.dtype}; export the model in float32`,
    );
  }
  const bad = (tensor.data as Float32Array).find((x) => !Number.isFinite(x));
  if (bad !== undefined)
    throw new UserError(`${printable(name)}: weights must be finite, got ${bad}; check the training`);
  return tensor;
}
