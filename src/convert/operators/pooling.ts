import { int } from "../graph/attributes.js";
import type { GraphBuilder } from "../graph/builder.js";
import { channelsFirst, type Value } from "../graph/value.js";
import { convolutionWindow, windowAttributes } from "./convolution.js";
import { reshape } from "./reshape.js";
import type { Padding } from "./window.js";

export interface Pooling {
  readonly kind: "MaxPool" | "AveragePool";
  readonly size: readonly number[];
  readonly strides: readonly number[];
  readonly padding: Padding;
}

/** A pool over windows of the spatial axes; an average counts what lies inside the image only. */
export function pooling(g: GraphBuilder, x: Value, { kind, size, strides, padding }: Pooling): Value {
  const dilations = size.map(() => 1);
  const { pads, space } = convolutionWindow(x.shape, size, { strides, dilations, padding });
  const order = channelsFirst(x.shape.length);
  const padded = kind === "AveragePool" && pads.some(([before, after]) => before + after > 0);
  const name = g.node(kind, [g.as(x, order)], {
    ...windowAttributes(size, strides, dilations, pads),
    ...(padded ? { count_include_pad: int(0) } : {}),
  });
  return { name, shape: [x.shape[0]!, ...space, x.shape.at(-1)!], order, dtype: x.dtype };
}

/** The largest or the mean of each channel: [N, C], or [N, 1, …, 1, C]. */
export function globalPooling(
  g: GraphBuilder,
  x: Value,
  kind: "GlobalMaxPool" | "GlobalAveragePool",
  keepAxes: boolean,
): Value {
  const order = channelsFirst(x.shape.length);
  const [n, c] = [x.shape[0]!, x.shape.at(-1)!];
  const name = g.node(kind, [g.as(x, order)]);
  const pooled: Value = { name, shape: [n, ...x.shape.slice(1, -1).map(() => 1), c], order, dtype: x.dtype };
  return keepAxes ? pooled : reshape(g, pooled, [n, c]);
}
