import { padding2d, pair, stringAttribute } from "../../../../kernels-ref/attributes.js";
import type { Attributes, TensorType } from "../../../ir/graph/graph.js";

/** A pooling window in ONNX's terms: `pads` reach as far as the output does, so that no ceil_mode is needed. */
export interface PoolWindow {
  readonly layout: string;
  readonly kernel: readonly [number, number];
  readonly strides: readonly [number, number];
  readonly dilations: readonly [number, number];
  readonly pads: readonly [number, number, number, number];
}

/** The window of `nn.max_pool2d` or `nn.avg_pool2d`; undefined when it overhangs more than ONNX Runtime allows. */
export function poolWindow(
  attributes: Attributes,
  input: readonly number[],
  output: TensorType,
): PoolWindow | undefined {
  const layout = stringAttribute(attributes, "layout", "NCHW");
  const kernel = pair(attributes, "pool_size");
  const strides = pair(attributes, "strides", [1, 1]);
  const dilations = pair(attributes, "dilation", [1, 1]);
  const [top, left] = padding2d(attributes);
  const axes = [layout.indexOf("H"), layout.indexOf("W")] as const;
  const ends = axes.map((axis, i) => {
    const reach = (output.shape[axis]! - 1) * strides[i]! + (kernel[i]! - 1) * dilations[i]! + 1;
    return reach - input[axis]! - [top, left][i]!;
  });
  const pads = [top, left, Math.max(0, ends[0]!), Math.max(0, ends[1]!)] as const;
  // What the last window leaves over must be less than a stride, or there would be one more of them.
  if (ends.some((end, i) => -end >= strides[i]!)) return undefined;
  if (pads.some((pad, i) => pad >= kernel[i % 2]!)) return undefined;
  return { layout, kernel, strides, dilations, pads };
}
