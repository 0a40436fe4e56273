import type { ElementDiff, LayerDiff, TraceDiff } from "../../comparison/diff/trace-diff.js";
import type { Figure, ScatterTrace } from "./figure.js";
import { axis, labelled, layout } from "./layout.js";
import { OWN, REFERENCE } from "./palette.js";
import { formatNumber, plotlyText } from "./text.js";

/** Labels along the layers. */
const LABELS = 24;

/**
 * The signal-to-noise ratio of each layer, in dB: of what the run has gathered on the way from the input, and of what the
 * layer adds by itself. Layers without an error have none and are left out.
 */
export function errorGrowth({ layers }: TraceDiff): Figure {
  const shown = layers.filter(({ op, entire }) => op !== "param" && ratio(entire) !== undefined);
  const entire = points(shown, ({ entire }) => entire);
  const single = points(shown, ({ single }) => single);
  const all = [...entire.y, ...single.y];
  const high = Math.max(0, ...all);
  const low = Math.min(0, ...all);
  const pad = (high - low) * 0.06 || 1;
  const step = Math.ceil(shown.length / LABELS);
  const ticks = shown.flatMap((_, i) => (i % step === 0 ? [i] : []));
  const worst = entire.y.length > 0 ? `; the lowest is ${formatNumber(Math.min(...entire.y), 3)} dB` : "";
  return {
    title: "Signal to noise, layer by layer",
    description: `${shown.length} of ${layers.length} layers have an error${worst}.`,
    data: [
      { ...line(entire.x, entire.y), line: { color: REFERENCE, width: 2 } },
      { ...line(entire.x, entire.y), ...marks("gathered on the way", shown, entire, REFERENCE, "circle") },
      ...(single.y.length > 0
        ? [{ ...line(single.x, single.y), ...marks("the layer by itself", shown, single, OWN, "diamond") }]
        : []),
    ],
    layout: layout(
      axis(
        "layer, in the order of execution",
        [-0.6, shown.length - 0.4],
        labelled(
          ticks,
          ticks.map((i) => String(shown[i]!.index)),
        ),
      ),
      axis("signal-to-noise ratio, dB", [low - (low < 0 ? pad : 0), high + pad]),
      340,
      { showlegend: true },
    ),
  };
}

interface Points {
  readonly x: readonly number[];
  readonly y: readonly number[];
}

const ratio = (error: ElementDiff | undefined): number | undefined => {
  const snr = error?.snr ?? undefined;
  return snr !== undefined && Number.isFinite(snr) ? snr : undefined;
};

function points(layers: readonly LayerDiff[], of: (layer: LayerDiff) => ElementDiff | undefined): Points {
  const found = layers.flatMap((layer, i) => {
    const y = ratio(of(layer));
    return y === undefined ? [] : [{ x: i, y }];
  });
  return { x: found.map(({ x }) => x), y: found.map(({ y }) => y) };
}

const line = (x: readonly number[], y: readonly number[]): ScatterTrace => ({
  ...{ type: "scatter", mode: "lines", x, y },
  ...{ hoverinfo: "skip", showlegend: false },
});

function marks(
  name: string,
  layers: readonly LayerDiff[],
  { x, y }: Points,
  color: string,
  symbol: "circle" | "diamond",
): Partial<ScatterTrace> {
  return {
    ...{ mode: "markers", name, showlegend: true, hoverinfo: "text" },
    marker: { color, symbol, size: 9 },
    hovertext: x.map((i, at) => {
      const { index, id, onnx } = layers[i]!;
      return [`${index} ${id}`, ...onnx, `${formatNumber(y[at]!, 3)} dB`].map(plotlyText).join("<br>");
    }),
  };
}
