import { globalPooling } from "../../operators/pooling.js";
import { reduce } from "../../operators/reduce.js";
import { reshape } from "../../operators/reshape.js";
import type { OperatorRule } from "../rule.js";
import { axisOf } from "./shape.js";

/** MEAN, SUM, REDUCE_MAX, REDUCE_MIN, REDUCE_PROD. A mean over all of an image is a global pool. */
export const reduceOperator = (opType: string): OperatorRule => ({
  emit(call) {
    const x = call.value(0);
    const rank = x.shape.length;
    const axes = call.numbers(1).map((axis) => axisOf(call, axis, rank));
    const keep = call.options?.bool(0) ?? false;
    const image =
      rank > 2 &&
      axes.toSorted().join() ===
        x.shape
          .slice(1, -1)
          .map((_, i) => i + 1)
          .join();
    const pool = { ReduceMean: "GlobalAveragePool", ReduceMax: "GlobalMaxPool" } as const;
    if (image && (opType === "ReduceMean" || opType === "ReduceMax"))
      return reshape(call.g, globalPooling(call.g, x, pool[opType], true), call.shapes[0]!);
    return reduce(call.g, opType, x, axes, keep);
  },
});
