import type { Analysis, LayerAnalysis } from "../../analysis/analyse/analysis.js";
import type { BarTrace, Figure } from "./figure.js";
import { axis, labelled, layout } from "./layout.js";
import { INHERITED, OWN } from "./palette.js";
import { formatShare, formatSnr, plotlyText, shorten } from "./text.js";

/** Layers that are drawn: the costliest. */
const LIMIT = 40;
const ROW = 20;
const LABEL = 26;

/** What each layer alone makes of the noise that all layers bring to the output; the costliest first. */
export function layerLosses({ layers, chip }: Analysis): Figure {
  const noises = layers.map(({ cost }) => (cost === null ? 0 : 10 ** (-cost / 10)));
  const total = noises.reduce((sum, noise) => sum + noise, 0) || 1;
  const shown = layers.slice(0, LIMIT);
  const shares = shown.map((_, i) => noises[i]! / total);
  const trace: BarTrace = {
    type: "bar",
    orientation: "h",
    x: shares.map((share) => 100 * share),
    y: shown.map((_, i) => i),
    width: 0.72,
    marker: { color: shown.map((_, i) => (i === 0 ? OWN : INHERITED)) },
    hoverinfo: "text",
    hovertext: shown.map((layer, i) => hover(layer, shares[i]!)),
  };
  const [first] = shown;
  const most = first === undefined ? "No layer." : `${first.node} makes ${formatShare(shares[0]!)} of it.`;
  return {
    title: `Noise at the output, by the layer that makes it${chip === undefined ? "" : `, ${chip}`}`,
    description: `${most} ${layers.length} layers, each alone in the chip's integers.`,
    data: [trace],
    layout: layout(
      axis("share of the noise, %", [0, 105 * Math.max(...shares, 0.01)]),
      axis(
        "",
        [shown.length - 0.4, -0.6],
        labelled(
          shown.map((_, i) => i),
          shown.map(({ node }) => shorten(node, LABEL)),
        ),
      ),
      70 + ROW * Math.max(shown.length, 2),
    ),
  };
}

const hover = ({ node, operator, cost, reason }: LayerAnalysis, share: number): string =>
  [
    plotlyText(`${node} (${operator})`),
    cost === null ? "nothing lost" : `${formatSnr(cost)} dB, ${formatShare(share)}`,
    plotlyText(reason),
  ].join("<br>");
