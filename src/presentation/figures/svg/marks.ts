import type { Annotation, BarTrace, FigureTrace, Line, ScatterTrace, Shape } from "../figure.js";
import { escapeMarkup } from "../markup.js";
import { plainText } from "../text.js";
import { element, round } from "./element.js";
import type { Frame } from "./frame.js";
import { heatmap } from "./heatmap.js";

export function marks(frame: Frame, trace: FigureTrace): string[] {
  if (trace.type === "heatmap") return heatmap(frame, trace);
  return trace.type === "bar" ? bars(frame, trace) : scatter(frame, trace);
}

function bars(frame: Frame, { orientation, x, y, base, width, marker }: BarTrace): string[] {
  const across = orientation === "h" ? y : x;
  const along = orientation === "h" ? x : y;
  return across.map((centre, i) => {
    const half = (typeof width === "number" ? width : width[i]!) / 2;
    const fill = typeof marker.color === "string" ? marker.color : marker.color[i]!;
    const from = base?.[i] ?? 0;
    const [scaleAcross, scaleAlong] = orientation === "h" ? [frame.y, frame.x] : [frame.x, frame.y];
    const [side, otherSide] = [scaleAcross(centre - half), scaleAcross(centre + half)];
    // A logarithmic axis has no 0: such a bar stands on the frame.
    const foot = scaleAlong(from);
    const start = Number.isFinite(foot) ? foot : frame.bottom;
    const head = scaleAlong(from + along[i]!);
    const end = Number.isFinite(head) ? head : start;
    const [thick, thin] = [Math.abs(side - otherSide), Math.abs(end - start)];
    const box =
      orientation === "h"
        ? { x: Math.min(start, end), y: Math.min(side, otherSide), width: thin, height: thick }
        : { x: Math.min(side, otherSide), y: Math.min(start, end), width: thick, height: thin };
    return element("rect", {
      ...box,
      fill,
      ...(marker.opacity !== undefined && marker.opacity < 1 ? { "fill-opacity": marker.opacity } : {}),
      ...(marker.line ? { stroke: marker.line.color, "stroke-width": marker.line.width } : {}),
    });
  });
}

function scatter(frame: Frame, { mode, x, y, marker, line }: ScatterTrace): string[] {
  const points = x.map((value, i) => [round(frame.x(value)), round(frame.y(y[i]!))] as const);
  if (mode === "lines") {
    const path = points.map(([px, py], i) =>
      i === 0 ? `M${px} ${py}` : line?.shape === "hv" ? `H${px}V${py}` : `L${px} ${py}`,
    );
    return path.length === 0 ? [] : [element("path", { d: path.join(""), fill: "none", ...stroke(line!) })];
  }
  return points.map(([px, py], i) => {
    const size = typeof marker!.size === "number" ? marker!.size : marker!.size[i]!;
    return symbol(marker!.symbol, px, py, size / 2, { fill: marker!.color, "fill-opacity": marker!.opacity });
  });
}

/** A mark of radius `r`. */
export function symbol(
  kind: "circle" | "diamond" | "triangle-down",
  x: number,
  y: number,
  r: number,
  attributes: Readonly<Record<string, string | number | undefined>>,
): string {
  if (kind === "circle") return element("circle", { cx: x, cy: y, r, ...attributes });
  const corners =
    kind === "diamond"
      ? [
          [x, y - r],
          [x + r, y],
          [x, y + r],
          [x - r, y],
        ]
      : [
          [x - r, y - r * 0.7],
          [x + r, y - r * 0.7],
          [x, y + r],
        ];
  return element("path", { d: `M${corners.map((corner) => corner.map(round).join(" ")).join("L")}Z`, ...attributes });
}

export function shape(frame: Frame, { x0, x1, y0, y1, xref, yref, line, fillcolor, type }: Shape): string {
  const px = (x: number): number => (xref === "paper" ? frame.left + x * (frame.right - frame.left) : frame.x(x));
  const py = (y: number): number => (yref === "paper" ? frame.bottom - y * (frame.bottom - frame.top) : frame.y(y));
  if (type === "line") return element("line", { x1: px(x0), x2: px(x1), y1: py(y0), y2: py(y1), ...stroke(line) });
  const box = { x: Math.min(px(x0), px(x1)), y: Math.min(py(y0), py(y1)) };
  const size = { width: Math.abs(px(x1) - px(x0)), height: Math.abs(py(y1) - py(y0)) };
  return element("rect", { ...box, ...size, fill: fillcolor ?? "none", ...stroke(line) });
}

const ANCHOR = { left: "start", center: "middle", right: "end" } as const;
const RISE = { top: 1, middle: 0.35, bottom: -0.3 } as const;

export function annotation(frame: Frame, { x, y, text, xanchor, yanchor, font }: Annotation): string {
  const at = { x: frame.x(x), y: frame.y(y) + RISE[yanchor] * font.size };
  return element("text", { ...at, "text-anchor": ANCHOR[xanchor], fill: font.color }, [escapeMarkup(plainText(text))]);
}

function stroke({ color, width, dash }: Line): Record<string, string | number | undefined> {
  const dashes = dash === "dash" ? "6 4" : dash === "dot" ? "2 3" : undefined;
  return { stroke: color, "stroke-width": width, "stroke-dasharray": dashes };
}
