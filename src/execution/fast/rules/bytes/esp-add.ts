import { numbersAttribute } from "../../../../../kernels-ref/attributes.js";
import { asBytes } from "../../bytes.js";
import { EXACT } from "../../held.js";
import { type FastRule, isHeld } from "../../rule.js";
import { byteSum } from "./byte-operators.js";

/**
 * `esp.add`: a · 2^p + b · 2^q, ties away from zero. The scales are stretched by 2^−h, which takes ties away from zero and
 * moves nothing else across one: below 128.5 it moves by less than half the grid 2^−k when h = k + 9.
 */
export const espAddBytes: FastRule = ({ attributes, inputs, type }, emitter) => {
  const [left, right] = inputs.map((input) => (isHeld(input) ? asBytes(emitter, input) : undefined));
  if (left === undefined || right === undefined) return undefined;
  if (left.shape.join() !== type.shape.join() || right.shape.join() !== type.shape.join()) return undefined;
  const [p, q] = numbersAttribute(attributes, "exponents") as [number, number];
  const k = Math.max(0, -p, -q);
  const stretch = k === 0 ? 1 : 1 + 2 ** -(k + 9);
  const bits = k === 0 ? 0 : 2 * k + 9;
  if ((384 * (2 ** p + 2 ** q) * stretch + 512) * 2 ** bits >= EXACT) return undefined;
  const operand = ({ name, zero }: typeof left, exponent: number) => ({
    name,
    zero: zero!,
    scale: stretch * 2 ** exponent,
  });
  const relu = attributes.relu === true;
  const zero = relu ? 0 : 128;
  const sum = byteSum(emitter, operand(left, p), operand(right, q), zero);
  // Above 0 a byte goes on to 255; what is stretched across a tie there is clipped.
  const name = relu ? emitter.node("Min", [sum, emitter.byte(127)]) : sum;
  return { name, shape: type.shape, image: false, zero, grid: 0, low: relu ? 0 : -128, high: 127 };
};
