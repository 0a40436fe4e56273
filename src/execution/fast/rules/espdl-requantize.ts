import { numberAttribute } from "../../../../kernels-ref/attributes.js";
import { roundFloat } from "../round-float.js";
import { type FastRule, isHeld } from "../rule.js";
import { integerRange } from "./integer-range.js";

/** `espdl.requantize`: scaled by powers of two, rounded and saturated; float32 stays as it is scaled. */
export const espdlRequantize: FastRule = ({ attributes, inputs, type, arithmetic }, emitter) => {
  const [data] = inputs;
  if (!isHeld(data)) return undefined;
  const held = emitter.settled(data);
  const [from, to] = [numberAttribute(attributes, "input_exponent"), numberAttribute(attributes, "output_exponent")];
  const real = emitter.node("Mul", [held.name, emitter.scalar(2 ** from)]);
  const { shape } = type;
  if (type.dtype === "float32")
    return { ...held, name: real, shape, grid: held.grid === undefined ? undefined : held.grid + from };
  const range = integerRange(type.dtype);
  if (range === undefined) return undefined;
  const scaled = emitter.node("Mul", [real, emitter.scalar(2 ** -to)]);
  const name = roundFloat(emitter, scaled, arithmetic.rounding, range.low, range.high);
  return name === undefined ? undefined : { ...held, name, shape, grid: 0, ...range };
};
