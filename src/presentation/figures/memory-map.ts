import type { MemoryPlan } from "../../codegen/memory/plan.js";
import type { Annotation, BarTrace, Figure, Shape } from "./figure.js";
import { axis, layout } from "./layout.js";
import { BLUE, GREEN, GREY, INK, ORANGE, PURPLE, SKY, VERMILLION } from "./palette.js";
import { formatCount, plotlyText } from "./text.js";

const COLORS = [SKY, ORANGE, GREEN, PURPLE, BLUE, VERMILLION];

/**
 * The arena over time: a rectangle is a buffer, from the layer that writes it to the last that reads it.
 * @param names ids of the program's layers, by index
 */
export function memoryMap(plan: MemoryPlan, names: readonly string[] = []): Figure {
  const { buffers, arenaBytes } = plan;
  const start = buffers.reduce((a, { first }) => Math.min(a, first), Infinity);
  const end = buffers.reduce((a, { last }) => Math.max(a, last), 0);
  const [from, to] = buffers.length === 0 ? [0, 0] : [start, end];
  const trace: BarTrace = {
    type: "bar",
    orientation: "v",
    x: buffers.map(({ first, last }) => (first + last) / 2),
    y: buffers.map(({ bytes }) => bytes),
    base: buffers.map(({ offset }) => offset),
    width: buffers.map(({ first, last }) => last - first + 1),
    marker: { color: buffers.map((_, i) => COLORS[i % COLORS.length]!), line: { color: "#ffffff", width: 1 } },
    hoverinfo: "text",
    hovertext: buffers.map(({ first, last, offset, bytes }) =>
      [
        plotlyText(`${first} ${names[first] ?? ""}`),
        `bytes ${formatCount(offset)} … ${formatCount(offset + bytes - 1)} (${formatCount(bytes)})`,
        `kept from layer ${first} to ${last}`,
      ].join("<br>"),
    ),
  };
  const most = plan.live.reduce((a, b) => Math.max(a, b), 0);
  const fullest = plan.live.indexOf(most);
  return {
    title: "Arena over time",
    description: `${buffers.length} buffers in ${formatCount(arenaBytes)} bytes; the fullest moment is layer ${fullest} with ${formatCount(most)} bytes.`,
    data: [trace],
    layout: layout(
      axis("layer, in the order of execution", [from - 0.6, to + 0.6]),
      axis("address, bytes", [0, arenaBytes * 1.12 || 1]),
      320,
      {
        shapes: [line(arenaBytes, "solid")],
        annotations: [
          {
            ...label(arenaBytes, from - 0.4, `arena ${formatCount(arenaBytes)} bytes`, INK),
            xanchor: "left",
            yanchor: "bottom",
          },
          ...labels(plan, to - from + 1),
        ],
      },
    ),
  };
}

/** The writing layer's number, where a rectangle has room for it. */
function labels({ buffers, arenaBytes }: MemoryPlan, layers: number): Annotation[] {
  return buffers.flatMap(({ first, last, offset, bytes }) => {
    const isLarge = bytes > arenaBytes * 0.08 && last - first + 1 > layers * 0.07;
    return isLarge ? [label(offset + bytes / 2, (first + last) / 2, String(first), "#000000")] : [];
  });
}

function label(y: number, x: number, text: string, color: string): Annotation {
  return {
    x,
    y,
    xref: "x",
    yref: "y",
    text,
    showarrow: false,
    xanchor: "center",
    yanchor: "middle",
    font: { color, size: 12 },
  };
}

function line(y: number, dash: "solid" | "dash"): Shape {
  return {
    type: "line",
    x0: 0,
    x1: 1,
    y0: y,
    y1: y,
    xref: "paper",
    yref: "y",
    line: { color: GREY, width: 1, dash },
    layer: "above",
  };
}
