import type { Origin } from "../../comparison/bisect/bisection.js";
import { comparedLayers } from "../../comparison/diff/compared-layers.js";
import type { LayerDiff, TraceDiff } from "../../comparison/diff/trace-diff.js";
import type { BarTrace, Figure, FigureLayout, ScatterTrace } from "./figure.js";
import { axis, labelled, layout } from "./layout.js";
import { BLUE, GREEN, GREY, INHERITED, INK, ORANGE, OWN, PURPLE } from "./palette.js";
import { formatNumber, formatShare, layerLabel, plotlyText } from "./text.js";

/** Layers that get a row with their name each; more are columns without names. */
const NAMED = 40;
const ROW = 20;

type Kind = "own" | "run" | "entry" | "transfer" | "inherited" | "differs";

const KINDS: Readonly<Record<Kind, { readonly name: string; readonly color: string }>> = {
  own: { name: "wrong by itself", color: OWN },
  run: { name: "wrong in the run only", color: PURPLE },
  entry: { name: "wrong run as one only", color: BLUE },
  transfer: { name: "wrong in its transfer only", color: GREEN },
  inherited: { name: "inherited", color: INHERITED },
  differs: { name: "differs", color: ORANGE },
};

/**
 * The share of wrong elements in each layer, what a layer spoils itself apart from what it inherits; the first bad one marked.
 * @param origins of the layers that differ, by id, where a search told them. Default: as the comparison tells.
 */
export function differenceBars(diff: TraceDiff, origins?: ReadonlyMap<string, Origin>): Figure {
  const made = comparedLayers(diff.layers);
  const layers = made.length > 0 ? made : diff.layers;
  const first = layers.findIndex(({ id }) => id === diff.first);
  const rows = layers.length <= NAMED;
  const positions = layers.map((_, i) => i);
  const share = axis("share of elements that differ", [0, rows ? 110 : 122], {
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
  const kindOf = (layer: LayerDiff): Kind | undefined => kind(layer, origins?.get(layer.id));
  const kinds = (Object.keys(KINDS) as Kind[]).filter((kind) => layers.some((layer) => kindOf(layer) === kind));
  const wrong = layers.filter(({ status }) => status !== "equal").length;
  return {
    title: "Difference, layer by layer",
    description: `${wrong} of ${layers.length} layers differ${first < 0 ? "" : `; the first is ${layers[first]!.id}`}.`,
    data: [
      ...kinds.map((kind) => bars(kind, layers.map(kindOf), layers, rows)),
      ...(wrong < layers.length ? [equal(layers, rows)] : []),
      ...(first < 0 ? [] : [marker(first, layers[first]!, rows)]),
    ],
    layout: layout(rows ? share : along, rows ? along : share, rows ? 90 + ROW * layers.length : 320, {
      showlegend: true,
      barmode: "overlay",
      ...(first < 0 || rows ? {} : mark(layers[first]!, first, layers.length)),
    }),
  };
}

const BEYOND = 105;
const SHARES = [0, 25, 50, 75, 100];
const PERCENT = SHARES.map((share) => `${share} %`);

const share100 = ({ status, entire }: LayerDiff): number =>
  status === "incomparable" ? 100 : (entire?.share ?? 0) * 100;

function kind({ status, single }: LayerDiff, origin: Origin | undefined): Kind | undefined {
  if (status === "equal") return undefined;
  if (origin !== undefined) return origin === "unknown" ? "differs" : origin;
  if (single === undefined) return "differs";
  return single.differing > 0 ? "own" : "inherited";
}

function bars(kind: Kind, kinds: readonly (Kind | undefined)[], layers: readonly LayerDiff[], rows: boolean): BarTrace {
  const chosen = layers.flatMap((layer, i) => (kinds[i] === kind ? [{ layer, i }] : []));
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

/** Stands at the end of its bar; of columns above the longest one, where no other hides it. */
function marker(at: number, layer: LayerDiff, rows: boolean): ScatterTrace {
  return {
    type: "scatter",
    mode: "markers",
    name: "first that differs",
    x: [rows ? share100(layer) + 3 : at],
    y: [rows ? at : BEYOND],
    marker: { color: INK, size: 10, symbol: rows ? "diamond" : "triangle-down" },
    hoverinfo: "skip",
  };
}

/** Columns have no names of their own: the first gets its one above it, and a line down to it. */
function mark(layer: LayerDiff, at: number, count: number): Partial<FigureLayout> {
  const anchor = at > count / 2 ? "right" : "left";
  const text = plotlyText(layerLabel(layer.index, layer.id));
  const place = { x: at, y: BEYOND + 3, xref: "x", yref: "y", xanchor: anchor, yanchor: "bottom" } as const;
  const ends = { x0: at, x1: at, y0: share100(layer), y1: BEYOND, xref: "x", yref: "y" } as const;
  return {
    annotations: [{ ...place, text, showarrow: false, font: { color: INK, size: 12 } }],
    shapes: [{ ...ends, type: "line", line: { color: INK, width: 1, dash: "dot" }, layer: "above" }],
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
