/** Order of an image tensor's axes in memory. */
export type ImageLayout = "NHWC" | "NCHW";

/** From the axes of one layout to those of the other: axis i of the result is axis `permutation[i]` of the source. */
export const PERMUTATION: Readonly<Record<ImageLayout, readonly number[]>> = {
  NHWC: [0, 2, 3, 1],
  NCHW: [0, 3, 1, 2],
};

export const otherLayout = (layout: ImageLayout): ImageLayout => (layout === "NHWC" ? "NCHW" : "NHWC");

/**
 * Where a flat index lies: [n, h, w, c] for an image of known layout, [n, c] for a matrix, else along the storage's axes.
 * @returns the letters of the axes (empty for the storage's own) and one number each.
 */
export function coordinate(
  index: number,
  shape: readonly number[],
  layout: ImageLayout | undefined,
): { axes: string; at: number[] } {
  const at: number[] = [];
  let rest = index;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    at.unshift(rest % shape[axis]!);
    rest = Math.floor(rest / shape[axis]!);
  }
  if (shape.length === 2) return { axes: "nc", at };
  if (shape.length !== 4 || layout === undefined) return { axes: "", at };
  return { axes: "nhwc", at: layout === "NHWC" ? at : [at[0]!, at[2]!, at[3]!, at[1]!] };
}
