import type { FigureLayout } from "../figure.js";
import { escapeMarkup } from "../markup.js";
import { plainText } from "../text.js";
import { element } from "./element.js";
import { type Frame, SIZE, textWidth, ticks } from "./frame.js";

export const TEXT = "#4d4d4d";
const RULE = "#d9d9d9";

/** Grid, tick labels and titles; a label that would touch the one before is left out. */
export function axes(frame: Frame, { xaxis, yaxis }: FigureLayout): string[] {
  const { left, right, top, bottom, x, y } = frame;
  const parts: string[] = [];
  let free = -Infinity;
  for (const { value, label } of ticks(xaxis, x, (right - left) / 70)) {
    const at = x(value);
    const half = textWidth(label) / 2;
    if (xaxis.showgrid !== false) parts.push(rule(at, at, top, bottom));
    if (at - half < free || at + half > frame.width) continue;
    free = at + half + 6;
    parts.push(text(label, at, bottom + SIZE + 5, "middle"));
  }
  let last = Infinity;
  const sorted = ticks(yaxis, y, (bottom - top) / 40).sort((a, b) => y(b.value) - y(a.value));
  for (const { value, label } of sorted) {
    const at = y(value);
    if (yaxis.showgrid !== false) parts.push(rule(left, right, at, at));
    if (at > last - SIZE - 2) continue;
    last = at;
    parts.push(text(label, left - 6, at + SIZE * 0.35, "end"));
  }
  if (xaxis.title?.text) parts.push(text(plainText(xaxis.title.text), (left + right) / 2, bottom + 36, "middle"));
  if (yaxis.title?.text) {
    const middle = (top + bottom) / 2;
    const turn = { transform: `translate(13 ${middle}) rotate(-90)` };
    parts.push(
      element("text", { ...turn, "text-anchor": "middle", fill: TEXT }, [escapeMarkup(plainText(yaxis.title.text))]),
    );
  }
  return parts;
}

export function text(label: string, x: number, y: number, anchor: "start" | "middle" | "end", fill = TEXT): string {
  return element("text", { x, y, "text-anchor": anchor, fill }, [escapeMarkup(label)]);
}

const rule = (x1: number, x2: number, y1: number, y2: number): string =>
  element("line", { x1, x2, y1, y2, stroke: RULE });
