import type { LayerDiff, TraceDiff } from "../diff/trace-diff.js";
import type { Annotation, BarTrace, Figure, ScatterTrace } from "./figure.js";
import { axis, labelled, layout } from "./layout.js";
import { GREY, INHERITED, INK, OWN } from "./palette.js";
import { formatNumber, formatShare, layerLabel, plotlyText } from "./text.js";

/** Layers that get a row with their name each; more are columns without names. */
const NAMED = 40;
const ROW = 20;

type Kind = "own" | "inherited" | "differs";

const KINDS: Readonly<Record<Kind, { readonly name: string; readonly color: string }>> = {
  own: { name: "wrong by itself", color: OWN },
  inherited: { name: "inherited", color: INHERITED },
  differs: { name: "differs", color: OWN },
};

/** The share of wrong elements in each layer, what a layer spoils itself apart from what it inherits; the first bad one marked. */
export function differenceBars(diff: TraceDiff): Figure {
  const calls = diff.layers.filter(({ op }) => op !== "param");
  const layers = calls.length > 0 ? calls : diff.layers;
  const first = layers.findIndex(({ id }) => id === diff.first);
  const rows = layers.length <= NAMED;
  const positions = layers.map((_, i) => i);
  const share = axis("share of elements that differ", [0, 108], {
    tickmode: "array",
    tickvals: SHARES,
    ticktext: PERCENT,
  });
  const ends = [-0.6, layers.length - 0.4] as const;
  const along = rows
    ? axis(
        "",
        [ends[1], ends[0]],
        labelled(
          positions,
          layers.map(({ index, id }) => layerLabel(index, id)),
        ),
      )
    : axis("layer, in the order of execution", ends, indexTicks(layers));
  const kinds = (Object.keys(KINDS) as Kind[]).filter((kind) => layers.some((layer) => kindOf(layer) === kind));
  const wrong = layers.filter(({ status }) => status !== "equal").length;
  return {
    title: "Difference, layer by layer",
    description: `${wrong} of ${layers.length} layers differ${first < 0 ? "" : `; the first is ${layers[first]!.id}`}.`,
    data: [
      ...kinds.map((kind) => bars(kind, layers, rows)),
      equal(layers, rows),
      ...(first < 0 ? [] : [marker(share100(layers[first]!), first, rows)]),
    ],
    layout: layout(rows ? share : along, rows ? along : share, rows ? 90 + ROW * layers.length : 320, {
      showlegend: true,
      barmode: "overlay",
      ...(first < 0 ? {} : { annotations: [mark(layers[first]!, first, rows, layers.length)] }),
    }),
  };
}

const SHARES = [0, 25, 50, 75, 100];
const PERCENT = SHARES.map((share) => `${share} %`);

const share100 = ({ status, entire }: LayerDiff): number =>
  status === "incomparable" ? 100 : (entire?.share ?? 0) * 100;

function kindOf(layer: LayerDiff): Kind | undefined {
  if (layer.status === "equal") return undefined;
  if (layer.single === undefined) return "differs";
  return layer.single.differing > 0 ? "own" : "inherited";
}

function bars(kind: Kind, layers: readonly LayerDiff[], rows: boolean): BarTrace {
  const chosen = layers.flatMap((layer, i) => (kindOf(layer) === kind ? [{ layer, i }] : []));
  const at = chosen.map(({ i }) => i);
  // A bar of a few elements would be too thin to be seen.
  const length = chosen.map(({ layer }) => Math.max(share100(layer), 0.7));
  return {
    type: "bar",
    orientation: rows ? "h" : "v",
    name: KINDS[kind].name,
    x: rows ? length : at,
    y: rows ? at : length,
    width: rows ? 0.72 : 0.9,
    marker: { color: KINDS[kind].color },
    hoverinfo: "text",
    hovertext: chosen.map(({ layer }) => hover(layer)),
  };
}

function equal(layers: readonly LayerDiff[], rows: boolean): ScatterTrace {
  const at = layers.flatMap(({ status }, i) => (status === "equal" ? [i] : []));
  const zero = at.map(() => 0);
  return {
    type: "scatter",
    mode: "markers",
    name: "equal",
    x: rows ? zero : at,
    y: rows ? at : zero,
    marker: { color: GREY, size: 5, symbol: "circle" },
    hoverinfo: "text",
    hovertext: at.map((i) => hover(layers[i]!)),
  };
}

function marker(share: number, at: number, rows: boolean): ScatterTrace {
  const beyond = Math.min(share + 2.5, 103);
  return {
    type: "scatter",
    mode: "markers",
    name: "first that differs",
    x: [rows ? beyond : at],
    y: [rows ? at : beyond],
    marker: { color: INK, size: 10, symbol: rows ? "diamond" : "triangle-down" },
    hoverinfo: "skip",
  };
}

function mark(layer: LayerDiff, at: number, rows: boolean, count: number): Annotation {
  const share = share100(layer);
  const left = rows ? share > 60 : at > count / 2;
  return {
    ...(rows ? { x: left ? share - 1 : share + 5, y: at } : { x: at, y: Math.min(share + 6, 103) }),
    xref: "x",
    yref: "y",
    text: rows ? "first" : plotlyText(layerLabel(layer.index, layer.id)),
    showarrow: false,
    xanchor: left ? "right" : "left",
    yanchor: rows ? "middle" : "bottom",
    font: { color: rows && left ? "#ffffff" : INK, size: 12 },
  };
}

/** At most eight labels, spread evenly. */
function indexTicks(layers: readonly LayerDiff[]) {
  const step = Math.ceil(layers.length / 8);
  const chosen = layers.flatMap((_, i) => (i % step === 0 ? [i] : []));
  return labelled(
    chosen,
    chosen.map((i) => String(layers[i]!.index)),
  );
}

function hover({ index, id, status, entire, single, onnx }: LayerDiff): string {
  const lines = [plotlyText(`${index} ${id}`), ...(onnx.length > 0 ? [plotlyText(onnx.join(" + "))] : []), status];
  if (entire && entire.differing > 0) {
    lines.push(`${formatShare(entire.share)} of ${entire.elements} elements, largest ${formatNumber(entire.largest)}`);
  }
  if (single) lines.push(single.differing > 0 ? `by itself ${formatShare(single.share)}` : "right by itself");
  return lines.join("<br>");
}
