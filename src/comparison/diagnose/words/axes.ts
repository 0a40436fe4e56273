import { imageExtent } from "../../diff/image-extent.js";
import type { ImageLayout } from "../../diff/image-layout.js";

/** One axis of a tensor: its name in the singular, its length, and the distance of neighbours in memory. */
export interface Axis {
  readonly name: string;
  readonly length: number;
  readonly step: number;
}

/** The axes of a tensor by the words that people use for them, those of one position left out. */
export function axesOf(shape: readonly number[], layout: ImageLayout | undefined): Axis[] {
  const size = shape.reduce((product, length) => product * length, 1);
  const image = imageExtent(shape, layout);
  const axes: Axis[] = image
    ? [
        { name: "image", length: image.n, step: size / Math.max(image.n, 1) },
        { name: "row", length: image.h, step: image.step.h },
        { name: "column", length: image.w, step: image.step.w },
        { name: "channel", length: image.c, step: image.step.c },
      ]
    : plain(shape);
  return axes.filter(({ length }) => length > 1);
}

function plain(shape: readonly number[]): Axis[] {
  const long = shape.filter((length) => length > 1).length;
  let step = 1;
  return shape
    .map((length, axis) => ({ length, axis }))
    .toReversed()
    .map(({ length, axis }) => {
      const at = { name: long > 1 ? `position of axis ${axis}` : "element", length, step };
      step *= length;
      return at;
    })
    .toReversed();
}

/** Where a flat index lies along an axis. */
export const along = ({ step, length }: Axis, index: number): number => Math.floor(index / step) % length;
