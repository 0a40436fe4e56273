import type { Trace } from "../../formats/trace/trace.js";
import type { Ranges } from "../../quantization/calibrate/range.js";
import type { QuantizationRow } from "../../quantization/quantize/result.js";
import type { BarTrace, Figure, Shape } from "./figure.js";
import { axis, labelled, layout } from "./layout.js";
import { GREY, ORANGE, REFERENCE } from "./palette.js";
import { shortenAlike } from "./shorten-alike.js";
import { formatNumber, layerLabel, plotlyText } from "./text.js";

/** Tensors that are drawn; the first of more. */
const LIMIT = 60;
const ROW = 20;
/** Characters of a label: an index and a name. */
const LABEL = 26;

interface Bar {
  readonly label: string;
  readonly low: number;
  readonly high: number;
  readonly hover: string;
  readonly color: string;
}

/** The calibrated interval of each tensor, in real values. */
export function rangeBars(ranges: Ranges): Figure {
  const bars = [...ranges].map(([name, { min, max }]) => ({
    ...{ label: name, low: min, high: max, color: REFERENCE },
    hover: `${plotlyText(name)}<br>${formatNumber(min)} … ${formatNumber(max)}`,
  }));
  return figure("Calibrated ranges", `${ranges.size} tensors.`, bars, "real value");
}

/**
 * What each int8 tensor uses of the integers −128 … 127 that its scale allows: a short bar wastes bits, one beyond the ends
 * is clipped there.
 */
export function quantizationBars(rows: readonly QuantizationRow[]): Figure {
  const bars = rows
    .filter(({ dtype }) => dtype === "int8")
    .map((row): Bar => {
      const scale = typeof row.scale === "number" ? row.scale : Math.max(...row.scale);
      return {
        label: row.tensor,
        low: row.min / scale,
        high: row.max / scale,
        color: row.kind === "weight" ? ORANGE : REFERENCE,
        hover: [
          `${plotlyText(row.tensor)} (${row.kind})`,
          `${formatNumber(row.min)} … ${formatNumber(row.max)}, step ${formatNumber(scale)}`,
        ].join("<br>"),
      };
    });
  const text = `${bars.length} int8 tensors; dashed: the ends of int8, beyond which values are clipped.`;
  return figure("Use of int8", text, bars, "range in steps of the scale", true);
}

/** The smallest and largest stored number of each int8 layer of a run. */
export function traceBars({ layers }: Trace): Figure {
  const bars = layers
    .filter(({ op, tensor }) => op !== "param" && tensor.dtype === "int8" && tensor.size > 0)
    .map(({ index, id, tensor }): Bar => {
      const data = tensor.data as Int8Array;
      const low = data.reduce((a, b) => Math.min(a, b));
      const high = data.reduce((a, b) => Math.max(a, b));
      const hover = `${plotlyText(`${index} ${id}`)}<br>${low} … ${high}`;
      return { label: layerLabel(index, id), low, high, color: REFERENCE, hover };
    });
  return figure("Use of int8, layer by layer", `${bars.length} int8 layers.`, bars, "stored number", true);
}

function figure(title: string, description: string, all: readonly Bar[], unit: string, int8 = false): Figure {
  const bars = all.slice(0, LIMIT);
  const ends = int8 ? [-128, 127] : [0];
  const low = Math.min(...ends, ...bars.map((bar) => bar.low));
  const high = Math.max(...ends, ...bars.map((bar) => bar.high));
  const pad = (high - low) * 0.04 || 1;
  const trace: BarTrace = {
    type: "bar",
    orientation: "h",
    x: bars.map((bar) => bar.high - bar.low),
    base: bars.map((bar) => bar.low),
    y: bars.map((_, i) => i),
    width: 0.66,
    marker: { color: bars.map(({ color }) => color) },
    hoverinfo: "text",
    hovertext: bars.map(({ hover }) => hover),
  };
  const rest = all.length > LIMIT ? ` The first ${LIMIT} are drawn.` : "";
  return {
    title,
    description: `${description}${rest}`,
    data: [trace],
    layout: layout(
      axis(unit, [low - pad, high + pad]),
      axis(
        "",
        [bars.length - 0.4, -0.6],
        labelled(
          bars.map((_, i) => i),
          shortenAlike(
            bars.map(({ label }) => label),
            LABEL,
          ),
        ),
      ),
      70 + ROW * Math.max(bars.length, 2),
      { shapes: ends.map((end) => limit(end, int8)) },
    ),
  };
}

function limit(x: number, dashed: boolean): Shape {
  const line = { color: GREY, width: 1, dash: dashed ? ("dash" as const) : ("solid" as const) };
  return { type: "line", x0: x, x1: x, y0: 0, y1: 1, xref: "x", yref: "paper", line, layer: "above" };
}
