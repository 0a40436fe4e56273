import type { Tensor } from "../../../base/tensor/tensor.js";
import type { Emitter } from "../emitter.js";
import type { Held } from "../held.js";
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

function areImages({ type }: FastCall, left: Held, right: Held): boolean {
  const same = [left, right].every(({ shape }) => shape.join() === type.shape.join());
  return same && (left.image || right.image);
}

/** Both operands in one layout; undefined where broadcasting would mix the batch with another axis. */
export function placed(call: FastCall, emitter: Emitter): { names: string[]; image: boolean } | undefined {
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
