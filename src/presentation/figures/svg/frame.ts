import { type ScaleContinuousNumeric, scaleLinear, scaleLog } from "d3-scale";
import type { Axis, Figure } from "../figure.js";
import { plainText } from "../text.js";

export type Scale = ScaleContinuousNumeric<number, number>;

/** Where things are in the picture, pixels. */
export interface Frame {
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  readonly x: Scale;
  readonly y: Scale;
}

export interface Tick {
  readonly value: number;
  readonly label: string;
}

export const SIZE = 12;
const COLORBAR = 70;

/**
 * Width of a text in a sans-serif font of 12 px, rather too large: which font draws it is not known.
 */
export const textWidth = (text: string): number => text.length * SIZE * 0.62;

/** Room for the axes' labels, the legend and the colour bar around the plot. */
export function frameOf({ data, layout }: Figure, width: number, above: number): Frame {
  const { xaxis, yaxis, height } = layout;
  const yTicks = ticks(yaxis, scaleOf(yaxis, [height, 0]), height / 40);
  const labels = yTicks.reduce((most, { label }) => Math.max(most, textWidth(label)), 0);
  const left = Math.min(labels, width * 0.45) + 10 + (yaxis.title?.text ? 20 : 0);
  const hasColorbar = data.some((trace) => trace.type === "heatmap" && trace.showscale);
  const right = width - (hasColorbar ? COLORBAR : 16);
  const top = above + 8;
  const bottom = above + height - (xaxis.title?.text ? 44 : 24);
  return {
    ...{ width, height: height + above, left, right, top, bottom },
    x: scaleOf(xaxis, [left, right]),
    y: scaleOf(yaxis, [bottom, top]),
  };
}

function scaleOf({ type, range }: Axis, pixels: readonly [number, number]): Scale {
  if (type === "log") return scaleLog([10 ** range[0], 10 ** range[1]], pixels);
  return scaleLinear(range, pixels);
}

/** The axis' own ticks or about `count` round ones, inside its range. */
export function ticks(axis: Axis, scale: Scale, count: number): Tick[] {
  if (axis.tickvals !== undefined) {
    return axis.tickvals.map((value, i) => ({ value, label: plainText(axis.ticktext?.[i] ?? String(value)) }));
  }
  const wanted = Math.max(2, Math.floor(count));
  const format = scale.tickFormat(wanted, axis.exponentformat === "SI" ? "~s" : undefined);
  return scale.ticks(wanted).map((value) => ({ value, label: format(value) }));
}
