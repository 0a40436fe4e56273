import type { CallCost } from "../../boards/capture/run-on-board.js";
import type { BarTrace, Figure } from "./figure.js";
import { axis, labelled, layout } from "./layout.js";
import { REFERENCE } from "./palette.js";
import { formatCost, formatShare, layerLabel, plotlyText } from "./text.js";

const ROW = 20;
const LIMIT = 40;

/** What each call takes, in the order of execution; of more than 40 the dearest. */
export function costBars(costs: readonly CallCost[], unit: "nanoseconds" | "instructions"): Figure {
  const dearest = new Set([...costs].sort((a, b) => b.cost - a.cost).slice(0, LIMIT));
  const shown = costs.filter((cost) => dearest.has(cost));
  const total = costs.reduce((sum, { cost }) => sum + cost, 0);
  const most = shown.reduce((a, { cost }) => Math.max(a, cost), 0) || 1;
  const scale = unit === "instructions" ? { factor: 1, name: unit } : timeScale(most);
  const trace: BarTrace = {
    type: "bar",
    orientation: "h",
    x: shown.map(({ cost }) => cost / scale.factor),
    y: shown.map((_, i) => i),
    width: 0.66,
    marker: { color: REFERENCE },
    hoverinfo: "text",
    hovertext: shown.map(({ index, id, cost }) =>
      [plotlyText(`${index} ${id}`), `${words(cost, unit)}, ${formatShare(cost / (total || 1))}`].join("<br>"),
    ),
  };
  const rest = shown.length < costs.length ? `; the ${shown.length} dearest are drawn` : "";
  return {
    title: unit === "instructions" ? "Instructions, call by call" : "Time, call by call",
    description: `${costs.length === 1 ? "1 call takes" : `${costs.length} calls take`} ${words(total, unit)}${rest}.`,
    data: [trace],
    layout: layout(
      axis(scale.name, [0, (most / scale.factor) * 1.05], { exponentformat: "SI" }),
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

const words = (cost: number, unit: "nanoseconds" | "instructions"): string =>
  `${formatCost(cost, unit)}${unit === "instructions" ? " instructions" : ""}`;

/** The unit of an axis that ends at `most` nanoseconds. */
function timeScale(most: number): { readonly factor: number; readonly name: string } {
  if (most < 1e4) return { factor: 1, name: "ns" };
  return most < 1e7 ? { factor: 1e3, name: "µs" } : { factor: 1e6, name: "ms" };
}
