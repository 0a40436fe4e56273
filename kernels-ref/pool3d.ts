import { float32Data, type NdArray } from "./array.js";
import { numberAttribute, numbersAttribute } from "./attributes.js";
import type { Attributes, Kernel } from "./operator.js";
import { realPower } from "./power.js";
import { endTap, firstTap } from "./window.js";

interface Law {
  readonly start: number;
  readonly fold: (total: number, x: number) => number;
  readonly finish: (total: number, count: number) => number;
}

const round = Math.fround;

/** NaN never wins. */
function larger(max: number, x: number): number {
  if (x > max) return x;
  return max;
}

/**
 * Runs `law` over the windows of a [N, C, D, H, W] image, float32; taps outside of it are left out. `count` is the
 * number of taps inside, or with `count_include_pad` also of those in the padding.
 */
function overWindows([input]: readonly NdArray[], attributes: Attributes, [output]: readonly NdArray[], law: Law) {
  const list = (name: string): number[] => numbersAttribute(attributes, name);
  const [taps, strides, dilation, padding] = ["pool_size", "strides", "dilation", "padding"].map(list);
  const image = input.shape.slice(2);
  const includePad = attributes.count_include_pad === true;
  const planes = input.shape[0] * input.shape[1];
  const x = float32Data(input);
  const out = float32Data(output);
  const span = (axis: number, index: number) => {
    const start = index * strides[axis] - padding[axis];
    const first = firstTap(start, dilation[axis]);
    const end = endTap(start, dilation[axis], taps[axis], image[axis]);
    const padded = endTap(start, dilation[axis], taps[axis], image[axis] + padding[axis + 3]);
    return { start, first, end, count: includePad ? padded : Math.max(0, end - first) };
  };
  let target = 0;
  for (let plane = 0; plane < planes; plane++) {
    for (let oz = 0; oz < output.shape[2]; oz++) {
      for (let oy = 0; oy < output.shape[3]; oy++) {
        for (let ox = 0; ox < output.shape[4]; ox++) {
          const [z, y, w] = [span(0, oz), span(1, oy), span(2, ox)];
          let total = law.start;
          for (let a = z.first; a < z.end; a++) {
            for (let b = y.first; b < y.end; b++) {
              for (let c = w.first; c < w.end; c++) {
                const row = (plane * image[0] + z.start + a * dilation[0]) * image[1] + y.start + b * dilation[1];
                total = law.fold(total, x[row * image[2] + w.start + c * dilation[2]]);
              }
            }
          }
          out[target++] = law.finish(total, z.count * y.count * w.count);
        }
      }
    }
  }
}

/** `esp.max_pool3d`: the largest element of each window, at least float32's lowest value. */
export const maxPool3d: Kernel = (inputs, attributes, outputs) =>
  overWindows(inputs, attributes, outputs, {
    start: -(2 - 2 ** -23) * 2 ** 127,
    fold: larger,
    finish: (max) => max,
  });

/** `esp.avg_pool3d`: the sum of each window, rounded after every addition, over its count. */
export const avgPool3d: Kernel = (inputs, attributes, outputs) =>
  overWindows(inputs, attributes, outputs, {
    start: 0,
    fold: (sum, x) => round(sum + x),
    finish: (sum, count) => sum / Math.max(count, 1),
  });

/** `esp.lp_pool3d`: (Σ |x|^p)^(1/p), doubles, rounded once. */
export const lpPool3d: Kernel = (inputs, attributes, outputs) => {
  const p = numberAttribute(attributes, "p");
  overWindows(inputs, attributes, outputs, {
    start: 0,
    fold: (sum, x) => sum + realPower(x < 0 ? -x : x, p),
    finish: (sum) => realPower(sum, 1 / p),
  });
};
