import { numberAttribute } from "../../../../kernels-ref/attributes.js";
import { runsInVectors } from "../../../../kernels-ref/espdl/requantize-vector.js";
import { roundFloat } from "../round-float.js";
import { type FastRule, isHeld } from "../rule.js";
import { integerRange } from "./integer-range.js";
import { tabulated } from "./tabulated.js";

/** `espdl.requantize`: scaled by powers of two, rounded and saturated; float32 stays as it is scaled. */
export const espdlRequantize: FastRule = (call, emitter) => {
  const { attributes, inputs, inputTypes, type, arithmetic } = call;
  const [data] = inputs;
  if (!isHeld(data)) return undefined;
  const held = emitter.settled(data);
  const [from, to] = [numberAttribute(attributes, "input_exponent"), numberAttribute(attributes, "output_exponent")];
  const size = data.shape.reduce((a, b) => a * b, 1);
  // To the left a vector unit multiplies by what may wrap; to the right it is the same quotient.
  const isInVectors = arithmetic.vector && runsInVectors(inputTypes[0]!.dtype, type.dtype, size, to - from);
  if (isInVectors && to < from) return tabulated(call, emitter);
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
