import { numberAttribute } from "../../../../../kernels-ref/attributes.js";
import { type FastRule, isHeld } from "../../rule.js";

/** `esp.dequantize` of bytes: x · scale, rounded once. */
export const espDequantizeBytes: FastRule = ({ attributes, inputs, type }, emitter) => {
  const [data] = inputs;
  if (!isHeld(data) || data.zero === undefined || attributes.relu === true) return undefined;
  const { zero, ...held } = data;
  const scale = Math.fround(numberAttribute(attributes, "scale"));
  const exponent = Math.log2(scale);
  const name = emitter.node("DequantizeLinear", [data.name, emitter.scalar(scale), emitter.byte(zero)]);
  return { ...held, name, shape: type.shape, grid: Number.isInteger(exponent) ? exponent : undefined };
};
