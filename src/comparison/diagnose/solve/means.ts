import { TVM_ARITHMETIC } from "../../../../kernels-ref/arithmetic.js";
import { reduceExponents } from "../../../../kernels-ref/espdl/reduce-exponents.js";
import { quantizeFloat, rangeOf, scaleOf, shiftSaturate } from "../../../../kernels-ref/espdl/rounding.js";
import { reduction } from "../../../../kernels-ref/reduce.js";
import { imageExtent } from "../../diff/image-extent.js";
import type { DiagnosisInput } from "../diagnosis.js";
import { isPool, poolLaw } from "./pool-law.js";

const GLOBAL = new Set(["esp.global_avg_pool2d", "nn.global_avg_pool2d"]);

/** Which elements meet in each mean, and what each stands for. */
export interface Means {
  /** Offset of the first element of each mean. */
  readonly starts: Int32Array;
  /** Offsets of a mean's elements from its start, in the order in which they are added. */
  readonly steps: Int32Array;
  /** Lengths of the plane's axes. */
  readonly plane: readonly number[];
  /** The float that an element is added as. */
  value(x: number): number;
  /** The law's divisor. */
  readonly divisor: number;
  /** What is stored of a sum. */
  finish(sum: number, divisor: number): number;
  /** Of integers, which are added exactly and rounded: what a mean of 1 becomes. */
  readonly unit?: number;
}

/** Global means and means over axes; undefined for other layers. */
export function meansOf(input: DiagnosisInput): Means | undefined {
  const { op, attributes, inputs } = input;
  const [image] = inputs;
  if (image !== undefined && op.startsWith("espdl.")) return integerMeans(input);
  if (image === undefined || (!GLOBAL.has(op) && op !== "mean")) return undefined;
  const { tensor } = image;
  if (op === "mean") {
    const { starts, steps } = reduction(tensor, attributes);
    const width = tensor.shape.at(-1)!;
    const plane = steps.length % width === 0 && steps[1] === 1 ? [steps.length / width, width] : [1, steps.length];
    return { starts, steps, plane, value: (x) => x, divisor: steps.length, finish: divided };
  }
  const extent = imageExtent(tensor.shape, attributes.layout === "NHWC" ? "NHWC" : "NCHW");
  if (extent === undefined) return undefined;
  const { h, w, c, n, step } = extent;
  const table = op === "esp.global_avg_pool2d" ? Float32Array.from(attributes.table as readonly number[]) : undefined;
  return {
    ...{ divisor: h * w, finish: divided },
    starts: Int32Array.from({ length: n * c }, (_, i) => Math.floor(i / c) * h * w * c + (i % c) * step.c),
    steps: Int32Array.from({ length: h * w }, (_, k) => Math.floor(k / w) * step.h + (k % w) * step.w),
    plane: [h, w],
    value: table === undefined ? (x) => x : (x) => table[x + 128]!,
  };
}

const divided = (sum: number, divisor: number): number => Math.fround(sum / divisor);

/** Sums and means of today's ESP-DL on integers: over axes, or over windows that are the whole image. */
function integerMeans(input: DiagnosisInput): Means | undefined {
  const { op, attributes, inputs, reference, arithmetic = TVM_ARITHMETIC } = input;
  const { tensor } = inputs[0]!;
  if (reference.dtype !== "int8" && reference.dtype !== "int16") return undefined;
  const { low, high } = rangeOf(reference.dtype);
  const value = (x: number): number => x;
  if (op === "espdl.reduce_mean" || op === "espdl.reduce_sum") {
    const { starts, steps } = reduction(tensor, attributes);
    const exponents = reduceExponents(attributes);
    const [scale, rescale] = [scaleOf(exponents.input), scaleOf(-exponents.output)];
    const isMean = op === "espdl.reduce_mean";
    return {
      ...{ starts, steps, plane: [1, steps.length], value, unit: scale * rescale, divisor: isMean ? steps.length : 1 },
      finish: (sum, divisor) =>
        isMean
          ? quantizeFloat(
              Math.fround(Math.fround(Math.fround(Math.fround(sum) * scale) / divisor) * rescale),
              arithmetic.rounding,
              low,
              high,
            )
          : shiftSaturate(sum / divisor, exponents.output - exponents.input, arithmetic.rounding, low, high),
    };
  }
  if (op !== "espdl.avg_pool" || !isPool(input)) return undefined;
  const { image, imageStride, output, mean, unit } = poolLaw(input);
  if (output.h * output.w !== 1 || unit === undefined) return undefined;
  return {
    starts: Int32Array.from(
      { length: output.n * output.c },
      (_, i) => Math.floor(i / output.c) * imageStride.n + (i % output.c) * imageStride.c,
    ),
    steps: Int32Array.from(
      { length: image.h * image.w },
      (_, k) => Math.floor(k / image.w) * imageStride.h + (k % image.w) * imageStride.w,
    ),
    ...{ plane: [image.h, image.w], value, unit, divisor: image.h * image.w, finish: mean },
  };
}
