import { materialize } from "../../operators/elementwise.js";
import { pad } from "../../operators/pad.js";
import type { NodeCall, NodeRule } from "../rule.js";

/** Amounts before and after each axis: [rank, 2]. */
function amounts(call: NodeCall, rank: number): [number, number][] {
  const flat = call.numbers(1);
  if (flat.length !== 2 * rank || flat.some((n) => n < 0 || n > 2 ** 20))
    return call.refuse("paddings", `[${flat}]`, `${2 * rank} amounts`);
  return Array.from({ length: rank }, (_, axis) => [flat[2 * axis]!, flat[2 * axis + 1]!]);
}

/** Pad with zeros; PadV2 with a number of its own. */
export const padOperator: NodeRule = {
  emit(call) {
    const x = materialize(call.g, call.value(0));
    return pad(call.g, x, amounts(call, x.shape.length), call.inputs > 2 ? call.constant(2).item() : 0);
  },
};

/** MirrorPad without the edge's own element. */
export const mirrorPad: NodeRule = {
  emit(call) {
    const x = materialize(call.g, call.value(0));
    const mode = call.text("mode", "");
    if (mode !== "REFLECT") return call.refuse("attribute mode", mode, "REFLECT");
    return pad(call.g, x, amounts(call, x.shape.length), "reflect");
  },
};
