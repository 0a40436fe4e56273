import { pooling } from "../../operators/pooling.js";
import type { OperatorRule } from "../rule.js";
import { fused, paddingOf } from "./fused.js";

/** AVERAGE_POOL_2D, MAX_POOL_2D. */
export const pool2d = (kind: "MaxPool" | "AveragePool"): OperatorRule => ({
  emit(call) {
    const [width, height, columns, rows] = [1, 2, 3, 4].map((field) => call.options?.int32(field) ?? 0);
    const all = [width!, height!, columns!, rows!];
    if (all.some((size) => size < 1)) return call.refuse("window", all, "sizes of at least 1");
    const result = pooling(call.g, call.value(0), {
      ...{ kind, size: [rows!, columns!], strides: [height!, width!], padding: paddingOf(call, 0) },
    });
    return fused(call, result, 5);
  },
  ...(kind === "MaxPool" ? { moves: true } : {}),
});
