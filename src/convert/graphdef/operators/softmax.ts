import { materialize } from "../../operators/elementwise.js";
import { softmax } from "../../operators/softmax.js";
import type { NodeRule } from "../rule.js";

/** Softmax, LogSoftmax over the last axis. */
export const softmaxOperator = (opType: "Softmax" | "LogSoftmax"): NodeRule => ({
  emit(call) {
    const x = materialize(call.g, call.value(0));
    if (x.shape.length === 0) return call.refuse("input 0", "a number", "a tensor of at least 1 axis");
    return softmax(call.g, opType, x, x.shape.length - 1);
  },
});
