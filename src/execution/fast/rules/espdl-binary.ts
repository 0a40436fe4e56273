import { numberAttribute } from "../../../../kernels-ref/attributes.js";
import type { Tensor } from "../../../base/tensor/tensor.js";
import type { Emitter } from "../emitter.js";
import type { Held } from "../held.js";
import { roundFloat } from "../round-float.js";
import { type FastCall, type FastRule, isHeld } from "../rule.js";
import { imageSum } from "./esp-add.js";
import { integerRange } from "./integer-range.js";

/** `espdl.add`, `espdl.sub`: integers, saturated; every int16 sum is exact in float32. */
export function espdlSum(opType: "Add" | "Sub"): FastRule {
  return (call, emitter) => {
    const range = integerRange(call.type.dtype);
    const [left, right] = call.inputs;
    if (range === undefined) return undefined;
    if (
      opType === "Add" &&
      call.type.dtype === "int8" &&
      isHeld(left) &&
      isHeld(right) &&
      areImages(call, left, right)
    ) {
      const sum = imageSum(emitter, left, right, 0, 0, false);
      if (sum !== undefined) return { ...sum, shape: call.type.shape };
    }
    const operands = placed(call, emitter);
    if (operands === undefined) return undefined;
    const { low, high } = range;
    const sum = emitter.node(opType, operands.names);
    const name = emitter.node("Clip", [sum, emitter.scalar(low), emitter.scalar(high)]);
    return { name, shape: call.type.shape, image: operands.image, grid: 0, low, high };
  };
}

/** Shifts of int8 that every vector unit takes as they are. */
const WIDEST_SHIFT = 31;

/**
 * `espdl.mul`: the float32 product, scaled by a power of two and rounded, as portable C has it; a vector unit shifts the
 * exact product, which is the same for int8 and the shifts that it knows.
 */
export const espdlMul: FastRule = (call, emitter) => {
  const range = integerRange(call.type.dtype);
  const operands = range && placed(call, emitter);
  if (range === undefined || operands === undefined) return undefined;
  const { attributes, arithmetic, type } = call;
  const exponent = numberAttribute(attributes, "left_exponent") + numberAttribute(attributes, "right_exponent");
  const shift = numberAttribute(attributes, "output_exponent") - exponent;
  if (arithmetic.vector !== undefined && (type.dtype !== "int8" || shift < 0 || shift > WIDEST_SHIFT)) return undefined;
  const scale = 2 ** -shift;
  const scaled = emitter.node("Mul", [emitter.node("Mul", operands.names), emitter.scalar(scale)]);
  const name = roundFloat(emitter, scaled, arithmetic.rounding, range.low, range.high);
  return name === undefined ? undefined : { name, shape: type.shape, image: operands.image, grid: 0, ...range };
};

function areImages({ type }: FastCall, left: Held, right: Held): boolean {
  const same = [left, right].every(({ shape }) => shape.join() === type.shape.join());
  return same && (left.image || right.image);
}

/** Both operands in one layout; undefined where broadcasting would mix the batch with another axis. */
function placed(call: FastCall, emitter: Emitter): { names: string[]; image: boolean } | undefined {
  const { inputs, type } = call;
  const [left, right] = inputs;
  const rank = type.shape.length;
  if (inputs.some((input) => isHeld(input) && input.shape.length !== rank)) return undefined;
  if (inputs.some((input) => !isHeld(input) && input.shape.length === rank && input.shape[0] !== 1)) return undefined;
  const image = isHeld(left) && isHeld(right) && areImages(call, left, right);
  const names = inputs.map((input) => {
    if (!isHeld(input)) return constant(emitter, input);
    return (image ? emitter.settled(emitter.image(input)) : emitter.plain(input)).name;
  });
  return { names, image };
}

function constant(emitter: Emitter, tensor: Tensor): string {
  return emitter.floats(tensor.toNumbers(), tensor.shape);
}
