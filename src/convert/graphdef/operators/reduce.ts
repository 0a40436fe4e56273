import { channelsFirst, identity, sameOrder } from "../../graph/value.js";
import { materialize } from "../../operators/elementwise.js";
import { globalPooling } from "../../operators/pooling.js";
import { reduce } from "../../operators/reduce.js";
import { reshape } from "../../operators/reshape.js";
import { fold } from "../fold.js";
import type { NodeRule } from "../rule.js";
import { axisOf } from "./layout.js";

const POOLS = { ReduceMean: "GlobalAveragePool", ReduceMax: "GlobalMaxPool" } as const;

/** Mean, Sum, Max, Min, Prod over axes. A mean over all of an image that stands channels first is a global pool. @param kernel for constants */
export const reduceOperator = (opType: string, kernel: string): NodeRule => ({
  emit(call) {
    const { g } = call;
    const given = call.value(0);
    const rank = given.shape.length;
    const axes = [...new Set(call.numbers(1).map((axis) => axisOf(call, axis, rank)))].sort((a, b) => a - b);
    const keep = call.flag("keep_dims", call.flag("keepdims", false));
    if (axes.length === 0) return given;
    const shape = given.shape.map((size, axis) => (axes.includes(axis) ? 1 : size));
    const result = keep ? shape : shape.filter((_, axis) => !axes.includes(axis));
    if (given.constant !== undefined) {
      // The reference multiplies reals; sizes are whole numbers, far below where a real would lose one.
      const whole = opType === "ReduceProd" && given.dtype !== "float32";
      const constant = whole ? fold("cast", [given.constant], given.shape, "float32") : given.constant;
      const made = fold(kernel, [constant], result, constant.dtype, { axis: axes, keepdims: keep });
      return g.constant(whole ? fold("cast", [made], result, given.dtype) : made);
    }
    const x = materialize(g, given);
    // Where it stands channels last, a pool would cost a Transpose.
    const image =
      rank > 2 && axes.join() === identity(rank).slice(1, -1).join() && sameOrder(x.order, channelsFirst(rank));
    if (image && (opType === "ReduceMean" || opType === "ReduceMax"))
      return reshape(g, globalPooling(g, x, POOLS[opType], true), result);
    return reduce(g, opType, x, axes, keep);
  },
});
