import type { CallCost } from "../capture/run-on-board.js";
import type { BarTrace, Figure } from "./figure.js";
import { axis, labelled, layout } from "./layout.js";
import { REFERENCE } from "./palette.js";
import { formatCount, layerLabel, plotlyText } from "./text.js";

const ROW = 20;
const LIMIT = 40;

/** What each call takes, in the order of execution; of more than 40 the dearest. */
export function costBars(costs: readonly CallCost[], unit: "nanoseconds" | "instructions"): Figure {
  const dearest = new Set([...costs].sort((a, b) => b.cost - a.cost).slice(0, LIMIT));
  const shown = costs.filter((cost) => dearest.has(cost));
  const total = costs.reduce((sum, { cost }) => sum + cost, 0);
  const most = shown.reduce((a, { cost }) => Math.max(a, cost), 0) || 1;
  const trace: BarTrace = {
    type: "bar",
    orientation: "h",
    x: shown.map(({ cost }) => cost),
    y: shown.map((_, i) => i),
    width: 0.66,
    marker: { color: REFERENCE },
    hoverinfo: "text",
    hovertext: shown.map(({ index, id, cost }) =>
      [
        plotlyText(`${index} ${id}`),
        `${formatCount(cost)} ${unit}, ${((cost / (total || 1)) * 100).toFixed(1)} %`,
      ].join("<br>"),
    ),
  };
  const rest = shown.length < costs.length ? `; the ${shown.length} dearest are drawn` : "";
  return {
    title: unit === "instructions" ? "Instructions, call by call" : "Time, call by call",
    description: `${costs.length} calls take ${formatCount(total)} ${unit}${rest}.`,
    data: [trace],
    layout: layout(
      axis(unit, [0, most * 1.05], { exponentformat: "SI" }),
      axis(
        "",
        [shown.length - 0.4, -0.6],
        labelled(
          shown.map((_, i) => i),
          shown.map(({ index, id }) => layerLabel(index, id)),
        ),
      ),
      70 + ROW * Math.max(shown.length, 2),
    ),
  };
}
