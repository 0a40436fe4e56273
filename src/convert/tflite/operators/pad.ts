import { pad } from "../../operators/pad.js";
import type { OperatorCall, OperatorRule } from "../rule.js";

/** Amounts before and after each axis: [rank, 2]. */
function amounts(call: OperatorCall, rank: number): [number, number][] {
  const flat = call.numbers(1);
  if (flat.length !== 2 * rank || flat.some((n) => n < 0 || n > 2 ** 20))
    return call.refuse("paddings", flat, `${2 * rank} amounts`);
  return Array.from({ length: rank }, (_, axis) => [flat[2 * axis]!, flat[2 * axis + 1]!]);
}

/** PAD with zeros; PADV2 with a number of its own. */
export const padOperator: OperatorRule = {
  emit(call) {
    const x = call.value(0);
    const fill = call.inputs > 2 ? call.value(2).constant : undefined;
    if (call.inputs > 2 && fill === undefined) return call.refuse("value", "computed", "a constant");
    return pad(call.g, x, amounts(call, x.shape.length), fill?.item() ?? 0);
  },
};

/** MIRROR_PAD without the edge's own element. */
export const mirrorPad: OperatorRule = {
  moves: true,
  emit(call) {
    const x = call.value(0);
    if ((call.options?.int8(0) ?? 0) !== 0) return call.refuse("mode", "SYMMETRIC", "REFLECT");
    return pad(call.g, x, amounts(call, x.shape.length), "reflect");
  },
};
