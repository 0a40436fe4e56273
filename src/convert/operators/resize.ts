import { text } from "../graph/attributes.js";
import type { GraphBuilder } from "../graph/builder.js";
import { float32, int64 } from "../graph/constants.js";
import { channelsFirst, stored, type Value } from "../graph/value.js";

/** How a place in the result is brought to a place in the image, in ONNX's words. */
export interface Resize {
  readonly mode: "nearest" | "linear";
  readonly coordinates: "asymmetric" | "half_pixel" | "align_corners";
  readonly nearest?: "floor" | "round_prefer_ceil";
}

/** The spatial axes of [N, …space, C] brought to these sizes. */
export function resize(g: GraphBuilder, x: Value, space: readonly number[], how: Resize): Value {
  const order = channelsFirst(x.shape.length);
  const shape = [x.shape[0]!, ...space, x.shape.at(-1)!];
  const [before, after] = [stored({ shape: x.shape, order }), stored({ shape, order })];
  const scales = after.map((size, axis) => size / before[axis]!);
  // Whole factors are written as such, as the flow's own import reads them best.
  const inputs = scales.every(Number.isInteger)
    ? [g.as(x, order), "", g.weight("scales", float32(scales))]
    : [g.as(x, order), "", "", g.weight("sizes", int64(after))];
  const name = g.node("Resize", inputs, {
    mode: text(how.mode),
    coordinate_transformation_mode: text(how.coordinates),
    ...(how.mode === "nearest" ? { nearest_mode: text(how.nearest ?? "floor") } : {}),
  });
  return { name, shape, order, dtype: x.dtype };
}
