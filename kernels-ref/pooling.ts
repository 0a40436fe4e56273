import type { NdArray } from "./array.js";
import { padding2d, pair, stringAttribute } from "./attributes.js";
import type { Attributes } from "./operator.js";
import { endTap, firstTap, type ImageAxes, imageAxes } from "./window.js";

/** A pooling operator with its layout resolved; `ceil_mode` needs no mention, the output's shape already tells. */
export interface Pooling {
  readonly image: ImageAxes;
  readonly imageStride: ImageAxes;
  readonly output: ImageAxes;
  readonly outputStride: ImageAxes;
  readonly rows: readonly Span[];
  readonly columns: readonly Span[];
}

/** The taps of one output row or column that lie inside the image. */
export interface Span {
  /** Image position of the first tap inside. */
  readonly start: number;
  /** Number of taps inside, `dilation` apart. */
  readonly count: number;
  readonly dilation: number;
  /** Number of taps inside the image or its declared padding: what ceil_mode adds beyond is never counted. */
  readonly padded: number;
}

/** Resolves `pool_size`, `strides`, `dilation`, `padding` and `layout` (NHWC or NCHW). */
export function pooling(input: NdArray, output: NdArray, attributes: Attributes): Pooling {
  const layout = stringAttribute(attributes, "layout", "NCHW");
  const image = imageAxes(input, layout);
  const result = imageAxes(output, layout);
  const [height, width] = pair(attributes, "pool_size");
  const [strideY, strideX] = pair(attributes, "strides", [1, 1]);
  const [dilationY, dilationX] = pair(attributes, "dilation", [1, 1]);
  const [top, left, bottom, right] = padding2d(attributes);
  return {
    image: image.size,
    imageStride: image.stride,
    output: result.size,
    outputStride: result.stride,
    rows: spans(result.size.h, strideY, dilationY, height, image.size.h, top, bottom),
    columns: spans(result.size.w, strideX, dilationX, width, image.size.w, left, right),
  };
}

function spans(
  outputs: number,
  stride: number,
  dilation: number,
  taps: number,
  length: number,
  before: number,
  after: number,
): Span[] {
  return Array.from({ length: outputs }, (_, index) => {
    const start = index * stride - before;
    const first = firstTap(start, dilation);
    const end = endTap(start, dilation, taps, length);
    const padded = endTap(start, dilation, taps, length + after);
    return { start: start + first * dilation, count: Math.max(0, end - first), dilation, padded };
  });
}
