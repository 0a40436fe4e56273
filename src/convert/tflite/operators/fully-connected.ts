import { permute } from "../../graph/permute.js";
import { dense } from "../../operators/dense.js";
import { reshape } from "../../operators/reshape.js";
import type { OperatorRule } from "../rule.js";
import { biasOf, weightsOf } from "./convolution.js";
import { fused } from "./fused.js";

/** FULLY_CONNECTED: weights [out, in]; all axes but the last are samples. */
export const fullyConnected: OperatorRule = {
  emit(call) {
    const kernel = weightsOf(call, 1, 2);
    const x = call.value(0);
    if ((call.options?.int8(1) ?? 0) !== 0) return call.refuse("weights_format", call.options!.int8(1), "0");
    const flat = reshape(call.g, x, [-1, kernel.shape[1]!]);
    const result = dense(call.g, flat, permute(kernel, [1, 0]), biasOf(call, 2).bias);
    const keep = call.options?.bool(2) ?? false;
    return fused(call, keep ? reshape(call.g, result, [...x.shape.slice(0, -1), kernel.shape[0]!]) : result, 0);
  },
};
