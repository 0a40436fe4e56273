import type { Value } from "../../graph/value.js";
import { clip } from "../../operators/activations.js";
import { unary } from "../../operators/elementwise.js";
import type { OperatorCall } from "../rule.js";

/** The activation that an operator's options name in this field. */
export function fused(call: OperatorCall, x: Value, field: number): Value {
  const { g, options } = call;
  const code = options?.int8(field) ?? 0;
  switch (code) {
    case 0:
      return x;
    case 1:
      return unary(g, "Relu", x);
    case 2:
      return clip(g, x, -1, 1);
    case 3:
      return clip(g, x, 0, 6);
    case 4:
      return unary(g, "Tanh", x);
    default:
      return call.refuse("fused activation", code, "0 to 4");
  }
}

/** SAME or VALID. */
export function paddingOf(call: OperatorCall, field: number): "same" | "valid" {
  const code = call.options?.int8(field) ?? 0;
  if (code !== 0 && code !== 1) return call.refuse("padding", code, "0 or 1");
  return code === 0 ? "same" : "valid";
}
