import { numbersAttribute } from "../../../../kernels-ref/attributes.js";
import { Tensor } from "../../../base/tensor/tensor.js";
import { awayFromTies } from "../half-away.js";
import { EXACT, magnitude } from "../held.js";
import { type FastRule, isHeld, isTensor } from "../rule.js";
import { spread } from "./esp-conv2d.js";

/** `esp.dense` whose multiplier / 2^shift is a power of two: a matrix product, its quotient half away from zero. */
export const espDense: FastRule = ({ attributes, inputs, type }, emitter) => {
  const [data, weight, bias] = inputs;
  if (!isHeld(data) || !isTensor(weight) || isHeld(bias) || type.shape[0] !== 1) return undefined;
  const [units, length] = weight.shape as [number, number];
  const multiplier = spread(numbersAttribute(attributes, "multiplier"), units);
  const shift = spread(numbersAttribute(attributes, "shift"), units);
  const bits = shift.map((value, u) => value - Math.log2(multiplier[u]!));
  if (bits.some((value) => !Number.isInteger(value) || value < 0 || value > 15)) return undefined;
  const added = bias?.toNumbers() ?? new Array<number>(units).fill(0);
  const weights = new Float32Array(units * length);
  for (let u = 0; u < units; u++) {
    let sum = 0;
    for (let k = 0; k < length; k++) {
      const value = Number(weight.data[u * length + k]);
      sum += Math.abs(value);
      weights[k * units + u] = value;
    }
    if (sum * magnitude(data) + Math.abs(added[u]!) >= EXACT) return undefined;
  }
  const held = emitter.plain(data);
  const right = emitter.constant(new Tensor("float32", [length, units], weights));
  const product = emitter.node("MatMul", [held.name, right]);
  const sum = emitter.node("Add", [product, emitter.floats(added)]);
  const quotient = emitter.node("Mul", [sum, emitter.floats(bits.map(awayFromTies))]);
  const limits = [emitter.scalar(-128), emitter.scalar(127)];
  const name = emitter.node("Clip", [emitter.node("Round", [quotient]), ...limits]);
  return { name, shape: type.shape, image: false, grid: 0, low: -128, high: 127 };
};
