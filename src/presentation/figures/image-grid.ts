import type { Tensor } from "../../base/tensor/tensor.js";
import { imageExtent } from "../../comparison/diff/image-extent.js";
import type { ImageLayout } from "../../comparison/diff/image-layout.js";
import type { Figure } from "./figure.js";
import { axis, labelled, layout } from "./layout.js";
import { SEQUENTIAL } from "./palette.js";
import { counted, formatNumber } from "./text.js";

export interface ImageGridOptions {
  readonly title: string;
  /** Order of the tensor's four axes; NCHW. */
  readonly layout?: ImageLayout;
  /** How many of the channels of how many images to draw, the first ones; 10 in all. */
  readonly count?: number;
}

/** Cells of paper between two images. */
const GAP = 2;
/** Width of the plot, roughly, in pixels: a cell is to be about as high as wide. */
const WIDTH = 600;

/**
 * The first channels of the first images of a tensor, side by side, low values light and high ones dark.
 * @param tensor rank 4
 * @throws RangeError for another rank
 */
export function imageGrid(tensor: Tensor, { title, layout: order = "NCHW", count = 10 }: ImageGridOptions): Figure {
  const extent = tensor.shape.length === 4 ? imageExtent(tensor.shape, order) : undefined;
  if (extent === undefined) throw new RangeError(`an image has 4 axes, the tensor has ${tensor.shape.length}`);
  const { n, h, w, c, step } = extent;
  const planes = Math.min(count, n * c);
  const values = tensor.toNumbers();
  const low = values.reduce((a, b) => Math.min(a, b), Infinity);
  const high = values.reduce((a, b) => Math.max(a, b), -Infinity);
  const columns = planes * (w + GAP) - GAP;
  const z = Array.from({ length: h }, (_, row) =>
    Array.from({ length: columns }, (_, column) => {
      const [plane, x] = [Math.floor(column / (w + GAP)), column % (w + GAP)];
      if (x >= w) return low;
      const start = Math.floor(plane / c) * h * w * c + (plane % c) * step.c;
      return Number(values[start + row * step.h + x * step.w]!.toPrecision(3));
    }),
  );
  const centres = Array.from({ length: planes }, (_, plane) => plane * (w + GAP) + (w - 1) / 2);
  const height = Math.min(Math.max((WIDTH / Math.max(columns, 3 * w)) * h, 60), 400) + 60;
  return {
    title,
    description: `${counted(planes, "image")} of ${h} × ${w}, values ${formatNumber(low)} … ${formatNumber(high)}.`,
    data: [
      {
        type: "heatmap",
        z,
        x: Array.from({ length: columns }, (_, i) => i),
        y: Array.from({ length: h }, (_, i) => i),
        colorscale: SEQUENTIAL,
        zmin: low,
        zmax: high > low ? high : low + 1,
        showscale: true,
        colorbar: { title: { text: "" }, thickness: 12, len: 1 },
      },
    ],
    layout: layout(
      axis(
        c > 1 ? "channel" : "image",
        [-0.5, Math.max(columns, 3 * w) - 0.5],
        labelled(
          centres,
          centres.map((_, plane) => String(c > 1 ? plane % c : plane)),
        ),
      ),
      axis("", [h - 0.5, -0.5], labelled([], [])),
      height,
    ),
  };
}
