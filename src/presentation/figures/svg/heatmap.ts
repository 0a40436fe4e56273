import { scaleLinear } from "d3-scale";
import type { HeatmapTrace } from "../figure.js";
import { formatNumber } from "../text.js";
import { text } from "./axes.js";
import { element } from "./element.js";
import type { Frame } from "./frame.js";
import { png } from "./png.js";

const BAR = 12;

/** The cells as an image of one pixel each, stretched; beside it the bar that says which colour is which number. */
export function heatmap(frame: Frame, trace: HeatmapTrace): string[] {
  const { z, x, y, zmin, zmax, showscale } = trace;
  const color = colors(trace);
  const [rows, columns] = [z.length, z[0]?.length ?? 0];
  if (rows === 0 || columns === 0) return [];
  const left = frame.x(x[0]! - step(x) / 2);
  const right = frame.x(x[0]! + step(x) * (columns - 0.5));
  const ends = [frame.y(y[0]! - step(y) / 2), frame.y(y[0]! + step(y) * (rows - 0.5))] as const;
  const isUpwards = ends[0] > ends[1];
  const pixels = new Uint8Array(rows * columns * 3);
  z.forEach((row, i) => {
    const line = isUpwards ? rows - 1 - i : i;
    row.forEach((value, j) => {
      pixels.set(color(value), (line * columns + j) * 3);
    });
  });
  const area = { x: left, y: Math.min(...ends), width: right - left, height: Math.abs(ends[0] - ends[1]) };
  const parts = [image(png(columns, rows, pixels), area)];
  if (!showscale) return parts;
  const gradient = new Uint8Array(64 * 3);
  for (let i = 0; i < 64; i++) gradient.set(color(zmax - ((zmax - zmin) * i) / 63), i * 3);
  const at = frame.right + 10;
  parts.push(image(png(1, 64, gradient), { x: at, y: frame.top, width: BAR, height: frame.bottom - frame.top }));
  for (const value of [zmin, (zmin + zmax) / 2, zmax]) {
    const height = frame.bottom - ((value - zmin) / (zmax - zmin)) * (frame.bottom - frame.top);
    parts.push(
      text(formatNumber(value, 3), at + BAR + 4, Math.min(Math.max(height + 4, frame.top + 10), frame.bottom), "start"),
    );
  }
  return parts;
}

const step = (centres: readonly number[]): number => (centres.length < 2 ? 1 : centres[1]! - centres[0]!);

function image(bytes: Uint8Array, area: { x: number; y: number; width: number; height: number }): string {
  const href = `data:image/png;base64,${btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""))}`;
  return element("image", { ...area, href, preserveAspectRatio: "none", "image-rendering": "pixelated" });
}

function colors({ colorscale, zmin, zmax }: HeatmapTrace): (value: number) => Uint8Array {
  const scale = scaleLinear<string>()
    .domain(colorscale.map(([share]) => zmin + share * (zmax - zmin)))
    .range(colorscale.map(([, color]) => color))
    .clamp(true);
  return (value) => Uint8Array.from(scale(value).match(/\d+/g)!.slice(0, 3), Number);
}
