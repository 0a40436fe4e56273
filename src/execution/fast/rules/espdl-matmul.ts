import { stringAttribute } from "../../../../kernels-ref/attributes.js";
import { Tensor } from "../../../base/tensor/tensor.js";
import { EXACT, magnitude } from "../held.js";
import { roundFloat } from "../round-float.js";
import { type FastRule, isHeld, isTensor } from "../rule.js";
import { spread } from "./esp-conv2d.js";
import { espdlShift } from "./espdl-shift.js";
import { espdlWideMatmul } from "./espdl-wide.js";
import { staysInLanes } from "./lanes.js";

/** `espdl.matmul` on int8 by constant weights [K, N]: the exact product and bias, divided by 2^shift, rounded, saturated. */
export const espdlMatmul: FastRule = (call, emitter) => {
  const { attributes, inputs, inputTypes, type, arithmetic } = call;
  if (inputTypes[0]!.dtype === "int16") return espdlWideMatmul(call, emitter);
  const [data, weight, bias] = inputs;
  if (!isHeld(data) || !isTensor(weight) || isHeld(bias) || weight.dtype !== "int8" || type.dtype !== "int8")
    return undefined;
  if (data.shape.length < 2 || weight.shape.length !== 2) return undefined;
  if (stringAttribute(attributes, "right_layout", "plain") !== "plain") return undefined;
  const [length, units] = weight.shape as [number, number];
  const added = spread(bias?.toNumbers() ?? [0], units);
  const shift = espdlShift(call, 1, 1, units, false);
  if (!staysInLanes(arithmetic, weight, added, units)) return undefined;
  const sums = new Array<number>(units).fill(0);
  for (let i = 0; i < weight.size; i++) sums[i % units]! += Math.abs(Number(weight.data[i]));
  // The quotient's sum with ½ needs as many bits as the accumulator with 2^(shift − 1).
  const isExact = sums.every((sum, u) => {
    const bound = (sum * magnitude(data) + Math.abs(added[u]!)) * 2 ** Math.max(0, -shift[u]!);
    return bound + 2 ** Math.max(0, shift[u]!) < EXACT;
  });
  if (!isExact) return undefined;
  const held = emitter.plain(data);
  const right = emitter.constant(new Tensor("float32", [length, units], Float32Array.from(weight.toNumbers())));
  const product = emitter.node("Add", [emitter.node("MatMul", [held.name, right]), emitter.floats(added)]);
  const quotient = emitter.node("Mul", [product, emitter.floats(shift.map((bits) => 2 ** -bits))]);
  const low = attributes.relu === true ? 0 : -128;
  const name = roundFloat(emitter, quotient, arithmetic.rounding, low, 127);
  return name === undefined ? undefined : { name, shape: type.shape, image: false, grid: 0, low, high: 127 };
};
