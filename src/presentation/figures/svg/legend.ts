import type { Figure, FigureTrace } from "../figure.js";
import { plainText } from "../text.js";
import { text } from "./axes.js";
import { element } from "./element.js";
import { SIZE, textWidth } from "./frame.js";
import { symbol } from "./marks.js";

const LINE = 20;
const KEY = 18;

/** The legend in as many lines as it needs above the plot, and the height that it takes. */
export function legend({ data, layout }: Figure, width: number, top: number): { parts: string[]; height: number } {
  if (!layout.showlegend) return { parts: [], height: 0 };
  const parts: string[] = [];
  let [x, y] = [10, top + LINE / 2];
  for (const trace of data) {
    if (trace.name === undefined || trace.showlegend === false) continue;
    const label = plainText(trace.name);
    const wide = KEY + textWidth(label) + 14;
    if (x > 10 && x + wide > width) [x, y] = [10, y + LINE];
    parts.push(key(trace, x + 6, y), text(label, x + KEY, y + SIZE * 0.35, "start"));
    x += wide;
  }
  return { parts, height: y + LINE / 2 - top };
}

function key(trace: FigureTrace, x: number, y: number): string {
  if (trace.type === "heatmap") return "";
  if (trace.type === "bar") {
    const fill = typeof trace.marker.color === "string" ? trace.marker.color : trace.marker.color[0];
    return element("rect", { x: x - 6, y: y - 5, width: 12, height: 10, fill, "fill-opacity": trace.marker.opacity });
  }
  if (trace.mode === "lines") {
    return element("line", {
      x1: x - 6,
      x2: x + 6,
      y1: y,
      y2: y,
      stroke: trace.line?.color,
      "stroke-width": trace.line?.width,
    });
  }
  return symbol(trace.marker!.symbol, x, y, 4.5, { fill: trace.marker!.color });
}
