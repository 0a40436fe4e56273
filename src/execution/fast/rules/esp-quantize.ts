import { numberAttribute } from "../../../../kernels-ref/attributes.js";
import { halfAway } from "../half-away.js";
import { type FastRule, isHeld } from "../rule.js";

/** `esp.quantize`: x / scale, to the nearest integer, ties away from zero, saturated. A NaN never gets here. */
export const espQuantize: FastRule = ({ attributes, inputs, type }, emitter) => {
  const [data] = inputs;
  if (!isHeld(data)) return undefined;
  const held = emitter.settled(data);
  const scale = Math.fround(numberAttribute(attributes, "scale"));
  const quotient = emitter.node("Div", [held.name, emitter.scalar(scale)]);
  return { ...held, name: halfAway(emitter, quotient, -128, 127), shape: type.shape, grid: 0, low: -128, high: 127 };
};
