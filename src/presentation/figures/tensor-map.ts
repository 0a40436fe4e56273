import type { Tensor } from "../../base/tensor/tensor.js";
import { imageExtent } from "../../comparison/diff/image-extent.js";
import type { ImageLayout } from "../../comparison/diff/image-layout.js";
import { readBlock } from "../../comparison/diff/numbers.js";
import type { Figure } from "./figure.js";
import { imageGrid } from "./image-grid.js";
import { axis, layout } from "./layout.js";
import { DIVERGING, SEQUENTIAL } from "./palette.js";
import { pool } from "./pool.js";
import { formatNumber } from "./text.js";

const LIMIT = { rows: 64, columns: 128 };
/** Images side by side. */
const PLANES = 8;
/** Pixels above which an image is drawn as rows. */
const LARGEST_IMAGE = 65536;

/** A tensor's numbers as colours: the first channels of an image, else rows of the last axis. */
export function tensorMap(tensor: Tensor, title: string, order: ImageLayout | undefined): Figure {
  const known = order ?? likelyLayout(tensor.shape);
  const { h = 0, w = 0 } = (tensor.shape.length === 4 && imageExtent(tensor.shape, known)) || {};
  if (known !== undefined && h > 1 && w > 1 && h * w <= LARGEST_IMAGE)
    return imageGrid(tensor, { title, layout: known, count: PLANES });
  const columns = tensor.shape.at(-1) ?? 1;
  const rows = columns === 0 ? 0 : tensor.size / columns;
  const values = new Float64Array(tensor.size);
  readBlock(tensor, 0, tensor.size, 1, values);
  const { cells, rowStep, columnStep } = pool(rows, columns, LIMIT, (row, column) => values[row * columns + column]!);
  const finite = cells.flat().filter(Number.isFinite);
  const low = finite.reduce((a, b) => Math.min(a, b), Infinity);
  const high = finite.reduce((a, b) => Math.max(a, b), -Infinity);
  const signed = low < 0;
  const most = Math.max(Math.abs(low), Math.abs(high)) || 1;
  const centre = (i: number, step: number, count: number): number =>
    (i * step + Math.min((i + 1) * step, count) - 1) / 2;
  const pooled = rowStep * columnStep > 1 ? `; a cell is the largest of ${rowStep} × ${columnStep}` : "";
  return {
    title,
    description: `${rows} × ${columns} numbers, ${formatNumber(low)} … ${formatNumber(high)}${pooled}.`,
    data: [
      {
        type: "heatmap",
        z: cells.map((row) => row.map((value) => (Number.isFinite(value) ? value : most))),
        x: (cells[0] ?? []).map((_, i) => centre(i, columnStep, columns)),
        y: cells.map((_, i) => centre(i, rowStep, rows)),
        colorscale: signed ? DIVERGING : SEQUENTIAL,
        zmin: signed ? -most : 0,
        zmax: most,
        showscale: true,
        colorbar: { title: { text: "" }, thickness: 12, len: 1 },
      },
    ],
    layout: layout(
      axis("last axis", [-0.5, (cells[0]?.length ?? 1) * columnStep - 0.5], { showgrid: false }),
      axis("row", [Math.max(cells.length, 1) * rowStep - 0.5, -0.5], { showgrid: false }),
      cells.length < 3 ? 120 : Math.min(Math.max(180, cells.length * 6 + 90), 400),
    ),
  };
}

/** Of an image of few channels, such as a model's input, where nothing states it. */
function likelyLayout([, second = 0, , last = 0]: readonly number[]): ImageLayout | undefined {
  if (second <= 4) return "NCHW";
  return last <= 4 ? "NHWC" : undefined;
}
