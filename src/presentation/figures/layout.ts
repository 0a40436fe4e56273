import type { Axis, FigureLayout } from "./figure.js";
import { GRID, INK } from "./palette.js";
import { plotlyText } from "./text.js";

export const FONT_SIZE = 12;

/** An axis with the manners of all pictures. `range` may be reversed. */
export function axis(title: string, range: readonly [number, number], options: Partial<Axis> = {}): Axis {
  return {
    title: { text: plotlyText(title) },
    type: "linear",
    range,
    zeroline: false,
    automargin: true,
    gridcolor: GRID,
    linecolor: GRID,
    ...options,
  };
}

/** An axis with a label at each of `values`. */
export function labelled(values: readonly number[], labels: readonly string[]): Partial<Axis> {
  return { tickmode: "array", tickvals: values, ticktext: labels.map(plotlyText), showgrid: false };
}

/** A layout with the manners of all pictures: transparent, so that it stands on a light or a dark page. */
export function layout(xaxis: Axis, yaxis: Axis, height: number, options: Partial<FigureLayout> = {}): FigureLayout {
  return {
    xaxis,
    yaxis,
    height,
    margin: { l: 8, r: 12, t: 8, b: 8 },
    font: { family: "system-ui, Helvetica, Arial, sans-serif", size: FONT_SIZE, color: INK },
    paper_bgcolor: "rgba(0,0,0,0)",
    plot_bgcolor: "rgba(0,0,0,0)",
    hovermode: "closest",
    showlegend: false,
    ...(options.showlegend
      ? { legend: { orientation: "h", x: 0, y: 1, xanchor: "left", yanchor: "bottom", itemclick: false } as const }
      : {}),
    ...options,
  };
}
