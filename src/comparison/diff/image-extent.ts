import type { ImageLayout } from "./image-layout.js";

/** Lengths of an image's axes and the distances between neighbours along them. */
export interface ImageExtent {
  readonly n: number;
  readonly h: number;
  readonly w: number;
  readonly c: number;
  readonly step: { readonly h: number; readonly w: number; readonly c: number };
}

/** The extent of an image of known layout; a matrix [n, c] is an image of one pixel. Undefined for anything else. */
export function imageExtent(shape: readonly number[], layout: ImageLayout | undefined): ImageExtent | undefined {
  const [n = 1, second = 1, third = 1, fourth = 1] = shape;
  if (shape.length === 2) return { n, h: 1, w: 1, c: second, step: { h: second, w: second, c: 1 } };
  if (shape.length !== 4 || layout === undefined) return undefined;
  if (layout === "NHWC") return { n, h: second, w: third, c: fourth, step: { h: third * fourth, w: fourth, c: 1 } };
  return { n, h: third, w: fourth, c: second, step: { h: fourth, w: 1, c: third * fourth } };
}
