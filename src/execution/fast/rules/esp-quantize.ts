import { numberAttribute } from "../../../../kernels-ref/attributes.js";
import { halfAway } from "../half-away.js";
import { type FastRule, isHeld } from "../rule.js";

/** `esp.quantize`: x / scale, to the nearest integer, ties away from zero, saturated. A NaN never gets here. */
export const espQuantize: FastRule = ({ attributes, inputs, type }, emitter) => {
  const [data] = inputs;
  if (!isHeld(data)) return undefined;
  const held = emitter.settled(data);
  const scale = Math.fround(numberAttribute(attributes, "scale"));
  const { shape } = type;
  // With sizes of 1 at the end ONNX Runtime broadcasts a scalar element by element.
  const isFlat = !held.image && shape.length > 2 && shape.at(-1) === 1;
  const x = isFlat ? emitter.node("Reshape", [held.name, emitter.ints([0, -1])]) : held.name;
  const quotient = emitter.node("Div", [x, emitter.scalar(scale)]);
  const rounded = halfAway(emitter, quotient, -128, 127);
  const name = isFlat ? emitter.node("Reshape", [rounded, emitter.ints([-1, ...shape.slice(1)])]) : rounded;
  return { ...held, name, shape, grid: 0, low: -128, high: 127 };
};
