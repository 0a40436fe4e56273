import type { Value } from "../../graph/graph.js";
import { type Canonicalizer, Lowering } from "./lowering.js";

/** clip(round(x / scale) + zero point, −128, 127); `round` takes ties away from zero. */
export const quantize: Canonicalizer = (node, inputs) => {
  const [data, scale, zeroPoint] = inputs as [Value, Value, Value];
  const lower = new Lowering(node);
  const rounded = lower.op("round", [lower.op("divide", [data, scale])]);
  const moved = lower.op("add", [rounded, lower.cast(zeroPoint, "float32")]);
  const clipped = lower.op("clip", [moved], { a_min: -128, a_max: 127 });
  return lower.result("cast", [clipped], { dtype: "int8" });
};

/** float32(x − zero point) · scale. */
export const dequantize: Canonicalizer = (node, inputs) => {
  const [data, scale, zeroPoint] = inputs as [Value, Value, Value];
  const lower = new Lowering(node);
  const shifted = lower.op("subtract", [lower.cast(data, "int32"), zeroPoint]);
  return lower.op("multiply", [lower.cast(shifted, "float32"), scale]);
};
