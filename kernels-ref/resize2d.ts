import type { NdArray, TypedArray } from "./array.js";
import { stringAttribute } from "./attributes.js";
import { KernelError } from "./kernel-error.js";
import type { Attributes, Kernel } from "./operator.js";
import { sourceCoordinates } from "./resize-coordinates.js";
import { imageAxes } from "./window.js";

/**
 * `image.resize2d` with `method` nearest_neighbor or linear (the default); `layout` NHWC or NCHW.
 * Linear blends along x, then along y: a·(1 − t) + b·t, every step rounded to float32; taps outside repeat the border.
 * An integer result truncates toward zero.
 * @throws KernelError for method cubic.
 */
export const resize2d: Kernel = ([input], attributes, [output]) => {
  const method = stringAttribute(attributes, "method", "linear");
  const axes = resizedAxes(input, attributes, output);
  if (method === "nearest_neighbor") nearest(input, axes, output);
  else if (method === "linear") linear(input, axes, output);
  else throw new KernelError(`image.resize2d supports method nearest_neighbor and linear, got ${method}`);
};

type ResizedAxes = ReturnType<typeof resizedAxes>;

function resizedAxes(input: NdArray, attributes: Attributes, output: NdArray) {
  const layout = stringAttribute(attributes, "layout", "NCHW");
  const image = imageAxes(input, layout);
  const result = imageAxes(output, layout);
  const rows = sourceCoordinates(image.size.h, result.size.h, attributes);
  const columns = sourceCoordinates(image.size.w, result.size.w, attributes);
  return { image, result, rows, columns };
}

function nearest(input: NdArray, { image, result, rows, columns }: ResizedAxes, output: NdArray): void {
  const x = input.data;
  const out = output.data;
  for (let n = 0; n < result.size.n; n++) {
    for (let oy = 0; oy < result.size.h; oy++) {
      const line = n * image.stride.n + rows.nearest[oy] * image.stride.h;
      for (let ox = 0; ox < result.size.w; ox++) {
        const from = line + columns.nearest[ox] * image.stride.w;
        const to = n * result.stride.n + oy * result.stride.h + ox * result.stride.w;
        for (let c = 0; c < result.size.c; c++) out[to + c * result.stride.c] = x[from + c * image.stride.c];
      }
    }
  }
}

function linear(input: NdArray, { image, result, rows, columns }: ResizedAxes, output: NdArray): void {
  const x = input.data as Exclude<TypedArray, BigInt64Array | BigUint64Array>;
  const out = output.data;
  const truncates = output.dtype !== "float32";
  for (let n = 0; n < result.size.n; n++) {
    for (let oy = 0; oy < result.size.h; oy++) {
      const upper = n * image.stride.n + rows.below[oy] * image.stride.h;
      const lower = n * image.stride.n + rows.above[oy] * image.stride.h;
      for (let ox = 0; ox < result.size.w; ox++) {
        const left = columns.below[ox] * image.stride.w;
        const right = columns.above[ox] * image.stride.w;
        const to = n * result.stride.n + oy * result.stride.h + ox * result.stride.w;
        for (let c = 0; c < result.size.c; c++) {
          const channel = c * image.stride.c;
          const top = blend(x[upper + left + channel], x[upper + right + channel], columns.fraction[ox]);
          const bottom = blend(x[lower + left + channel], x[lower + right + channel], columns.fraction[ox]);
          const value = blend(top, bottom, rows.fraction[oy]);
          out[to + c * result.stride.c] = truncates ? Math.trunc(value) : value;
        }
      }
    }
  }
}

function blend(a: number, b: number, t: number): number {
  return Math.fround(Math.fround(a * Math.fround(1 - t)) + Math.fround(b * t));
}
