import { type NdArray, stridesOf } from "./array.js";
import { KernelError } from "./kernel-error.js";

/** Lengths of an image tensor's axes, or the distances between neighbours along them. */
export interface ImageAxes {
  readonly n: number;
  readonly h: number;
  readonly w: number;
  readonly c: number;
}

/** Lengths and strides of an image tensor by the letters of its layout, `NHWC` or `NCHW`. */
export function imageAxes(array: NdArray, layout: string): { readonly size: ImageAxes; readonly stride: ImageAxes } {
  if (layout !== "NHWC" && layout !== "NCHW") throw new KernelError(`layout must be NHWC or NCHW, got ${layout}`);
  const strides = stridesOf(array.shape);
  const pick = (values: readonly number[]): ImageAxes => ({
    n: values[0],
    h: values[layout.indexOf("H")],
    w: values[layout.indexOf("W")],
    c: values[layout.indexOf("C")],
  });
  return { size: pick(array.shape), stride: pick(strides) };
}

/** The first tap of a window that starts at `start` (may be negative) and lies inside the image. */
export function firstTap(start: number, dilation: number): number {
  return start < 0 ? Math.ceil(-start / dilation) : 0;
}

/** One past the last of `taps` taps that lies inside an image of `length`; never below 0. */
export function endTap(start: number, dilation: number, taps: number, length: number): number {
  return Math.max(0, Math.min(taps, Math.ceil((length - start) / dilation)));
}
