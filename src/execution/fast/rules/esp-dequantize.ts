import { numberAttribute } from "../../../../kernels-ref/attributes.js";
import { type FastRule, isHeld } from "../rule.js";

/** `esp.dequantize`: x · scale, rounded once; with `relu` at least 0. */
export const espDequantize: FastRule = ({ attributes, inputs, type }, emitter) => {
  const [data] = inputs;
  if (!isHeld(data)) return undefined;
  const held = emitter.settled(data);
  const scale = Math.fround(numberAttribute(attributes, "scale"));
  const relu = attributes.relu === true;
  const exponent = Math.log2(scale);
  const x = relu ? emitter.node("Relu", [held.name]) : held.name;
  return {
    ...held,
    name: emitter.node("Mul", [x, emitter.scalar(scale)]),
    shape: type.shape,
    grid: Number.isInteger(exponent) ? exponent : undefined,
    low: relu ? Math.max(0, held.low) : held.low,
  };
};
