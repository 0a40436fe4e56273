import { imageExtent } from "../../comparison/diff/image-extent.js";
import type { Figure, HeatmapTrace } from "./figure.js";
import { axis, labelled, layout } from "./layout.js";
import { errorAt, type PairedValues } from "./paired-values.js";
import { DIVERGING } from "./palette.js";
import { isLarger, type Pooled, pool } from "./pool.js";
import { formatCount, formatNumber } from "./text.js";

const LIMIT = { rows: 64, columns: 112 };

/**
 * Error of every channel (upwards) at every position (h·W + w, to the right); of images and matrices the first of the batch.
 * Tensors without channels are a single row.
 */
export function channelMap(values: PairedValues): Figure {
  const { h, w, c, step } = extentOf(values);
  if (h * w === 1) return row(values, "channel", c);
  if (c === 1) return row(values, w < values.a.length ? `position (row · ${w} + column)` : "element", h * w);
  const map = pool(c, h * w, LIMIT, (channel, position) =>
    errorAt(values, channel * step.c + Math.floor(position / w) * step.h + (position % w) * step.w),
  );
  return figure(values, map, {
    title: "Error by channel and position",
    rows: { name: "channel", count: c },
    columns: { name: `position (row · ${w} + column)`, count: h * w },
    upwards: true,
  });
}

/** Elements that have one coordinate. */
function row(values: PairedValues, name: string, count: number): Figure {
  const map = pool(1, count, LIMIT, (_, i) => errorAt(values, i));
  const axes = { rows: { name: "", count: 1 }, columns: { name, count }, upwards: true };
  return figure(values, map, { title: `Error by ${name.replace(/ .*/, "")}`, ...axes });
}

/** The largest error of all channels at every row and column; undefined for what is no image. */
export function imageMap(values: PairedValues): Figure | undefined {
  const { h, w, c, step } = extentOf(values);
  if (h < 2 || w < 2) return undefined;
  const map = pool(h, w, LIMIT, (row, column) => {
    let worst = 0;
    for (let channel = 0; channel < c; channel++) {
      const error = errorAt(values, row * step.h + column * step.w + channel * step.c);
      if (isLarger(error, worst)) worst = error;
    }
    return worst;
  });
  return figure(values, map, {
    title: "Error by row and column",
    rows: { name: "row", count: h },
    columns: { name: "column", count: w },
    upwards: false,
  });
}

function extentOf({ shape, layout, a }: PairedValues) {
  const flat = { h: 1, w: a.length, c: 1, step: { h: a.length, w: 1, c: a.length } };
  return imageExtent(shape, layout) ?? flat;
}

interface Axes {
  readonly title: string;
  readonly rows: { readonly name: string; readonly count: number };
  readonly columns: { readonly name: string; readonly count: number };
  /** Whether row 0 is at the bottom. */
  readonly upwards: boolean;
}

function figure({ index }: PairedValues, map: Pooled, { title, rows, columns, upwards }: Axes): Figure {
  const { cells, rowStep, columnStep } = map;
  const finite = cells.flat().filter(Number.isFinite);
  const most = finite.reduce((a, b) => Math.max(a, Math.abs(b)), 0) || 1;
  const wrong = cells.flat().filter((error) => error !== 0).length;
  const centre = (i: number, step: number, count: number): number =>
    (i * step + Math.min((i + 1) * step, count) - 1) / 2;
  const trace: HeatmapTrace = {
    type: "heatmap",
    // Infinite and NaN errors are shown as the largest.
    z: cells.map((row) => row.map((error) => (Number.isFinite(error) ? error : error < 0 ? -most : most))),
    y: cells.map((_, i) => centre(i, rowStep, rows.count)),
    x: cells[0]!.map((_, i) => centre(i, columnStep, columns.count)),
    colorscale: DIVERGING,
    zmin: -most,
    zmax: most,
    showscale: true,
    colorbar: { title: { text: "error" }, thickness: 12, len: 1 },
  };
  const largest = wrong === 0 ? "" : `, the largest ${formatNumber(most)}`;
  const pooled = rowStep * columnStep > 1 ? `; a cell is the worst of ${rowStep} × ${columnStep}` : "";
  const vertical = [-0.5, cells.length * rowStep - 0.5] as const;
  return {
    title: `${title}: layer ${index}`,
    description: `${formatCount(wrong)} of ${formatCount(cells.length * cells[0]!.length)} cells hold an error (board − reference)${largest}${pooled}.`,
    data: [trace],
    layout: layout(
      axis(columns.name, [-0.5, cells[0]!.length * columnStep - 0.5], { showgrid: false }),
      axis(
        rows.name,
        upwards ? vertical : [vertical[1], vertical[0]],
        rows.name === "" ? labelled([], []) : { showgrid: false },
      ),
      cells.length === 1 ? 150 : Math.min(Math.max(220, cells.length * 7 + 110), 420),
    ),
  };
}
