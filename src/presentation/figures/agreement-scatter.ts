import type { Figure, ScatterTrace } from "./figure.js";
import { axis, layout } from "./layout.js";
import { errorAt, type PairedValues, UNIT } from "./paired-values.js";
import { BOARD, GREY, REFERENCE } from "./palette.js";
import { counted, formatCount } from "./text.js";

/** Points of a kind that are drawn; of more, an even choice. */
const POINTS = 300;

/** The reference's elements against the board's, one point a pair of values, its size the number of elements there. */
export function agreementScatter(values: PairedValues): Figure {
  const { index, unit } = values;
  const { equal, wrong, off } = points(values);
  const all = [...equal, ...wrong].flatMap(({ x, y }) => [x, y]);
  const low = all.reduce((a, b) => Math.min(a, b), Infinity);
  const high = all.reduce((a, b) => Math.max(a, b), -Infinity);
  const pad = (high - low) * 0.06 || 1;
  const range = all.length === 0 ? ([-1, 1] as const) : ([low - pad, high + pad] as const);
  const line: ScatterTrace = {
    type: "scatter",
    mode: "lines",
    x: range,
    y: range,
    line: { color: GREY, width: 1, dash: "dash" },
    hoverinfo: "skip",
    showlegend: false,
  };
  const drawn = wrong.reduce((sum, point) => sum + point.count, 0);
  const some = drawn < off ? `; ${formatCount(drawn)} of them are drawn` : "";
  return {
    title: `Board against reference: layer ${index}`,
    description: `${formatCount(off)} of ${counted(values.a.length, "element")} lie off the diagonal${some}.`,
    data: [
      line,
      ...(equal.length > 0 ? [scatter("equal", equal, REFERENCE, "circle")] : []),
      ...(wrong.length > 0 ? [scatter("differs", wrong, BOARD, "diamond")] : []),
    ],
    layout: layout(axis(`reference, ${UNIT[unit]}`, range), axis(`board, ${UNIT[unit]}`, range), 360, {
      showlegend: true,
    }),
  };
}

interface Point {
  readonly x: number;
  readonly y: number;
  readonly count: number;
}

/** Distinct pairs of values, equal and differing ones, and how many elements differ. */
function points(values: PairedValues): { equal: Point[]; wrong: Point[]; off: number } {
  const found: [Map<string, number>, Map<string, number>] = [new Map(), new Map()];
  for (let i = 0; i < values.a.length; i++) {
    const x = values.a[i]!;
    const y = values.b[i]!;
    if (!Number.isFinite(x) || !Number.isFinite(y)) continue;
    const kind = found[errorAt(values, i) === 0 ? 0 : 1];
    const key = `${Number(x.toPrecision(4))} ${Number(y.toPrecision(4))}`;
    kind.set(key, (kind.get(key) ?? 0) + 1);
  }
  const off = [...found[1].values()].reduce((a, b) => a + b, 0);
  return { equal: choose(found[0]), wrong: choose(found[1]), off };
}

function choose(counts: ReadonlyMap<string, number>): Point[] {
  const step = Math.max(1, Math.ceil(counts.size / POINTS));
  return [...counts]
    .filter((_, i) => i % step === 0)
    .map(([key, count]) => {
      const [x, y] = key.split(" ").map(Number) as [number, number];
      return { x, y, count };
    });
}

function scatter(name: string, points: readonly Point[], color: string, symbol: "circle" | "diamond"): ScatterTrace {
  const least = points.length < 50 ? 8 : 5;
  return {
    type: "scatter",
    mode: "markers",
    name,
    x: points.map(({ x }) => x),
    y: points.map(({ y }) => y),
    marker: { color, symbol, opacity: 0.75, size: points.map(({ count }) => Math.min(least + Math.log2(count), 14)) },
    hoverinfo: "text",
    hovertext: points.map(({ x, y, count }) => `reference ${x}, board ${y}<br>${counted(count, "element")}`),
  };
}
