import type { BarTrace, Figure, ScatterTrace } from "./figure.js";
import { axis, layout } from "./layout.js";
import { BOARD, GREEN, ORANGE, REFERENCE, VERMILLION } from "./palette.js";
import { counted, formatCount, formatNumber, plotlyText } from "./text.js";

const BINS = 64;

export interface HistogramOptions {
  readonly title: string;
  /** What the values are: `stored number`, `value`. */
  readonly unit: string;
  /** A second run's values, drawn as an outline over the first's. */
  readonly other?: { readonly name: string; readonly values: ArrayLike<number> };
  /** Name of the values where there is another run. */
  readonly name?: string;
  /** Intervals to compare with the values, drawn as brackets around what they hold. */
  readonly ranges?: readonly NamedRange[];
}

/** An interval of values, `min` ≤ `max`. */
export interface NamedRange {
  readonly name: string;
  readonly min: number;
  readonly max: number;
}

const BRACKETS = [VERMILLION, GREEN, ORANGE];
/** Distance of two brackets, as a share of the height. */
const RISE = 0.06;

/** How many elements have which value; counts on a logarithmic axis where a few values (zeros) outnumber the others. */
export function histogram(values: ArrayLike<number>, options: HistogramOptions): Figure {
  const { title, unit, other, name, ranges = [] } = options;
  const bins = binning(other ? [values, other.values] : [values]);
  const counts = count(values, bins);
  const others = other && count(other.values, bins);
  const most = Math.max(1, ...counts, ...(others ?? []));
  const median = counts.filter((n) => n > 0).sort((a, b) => a - b)[counts.filter((n) => n > 0).length >> 1] ?? 1;
  const log = most > 50 * median;
  const { low, width } = bins;
  const centres = counts.map((_, i) => low + (i + 0.5) * width);
  const hover = counts.map((n, i) => {
    const from = low + i * width + (bins.integers ? 0.5 : 0);
    const to = from + width - (bins.integers ? 1 : 0);
    return `${from === to ? from : `${formatNumber(from)} … ${formatNumber(to)}`}<br>${counted(n, "element")}`;
  });
  const filled: BarTrace = {
    type: "bar",
    orientation: "v",
    name: plotlyText(name ?? "elements"),
    x: centres,
    y: counts,
    width,
    marker: { color: REFERENCE, opacity: other || ranges.length > 0 ? 0.55 : 1 },
    hoverinfo: "text",
    hovertext: hover,
  };
  const floor = log ? -0.3 : 0;
  const eaves = log ? Math.log10(most) + 0.15 : most * 1.06;
  // Brackets close above the bars.
  const roof = eaves + (eaves - floor) * RISE * ranges.length;
  const range = [floor, roof] as const;
  const ends = [...ranges.flatMap(({ min, max }) => [min, max]), low, low + width * counts.length];
  return {
    title,
    description: `${counted(values.length, "element")} from ${formatNumber(bins.min)} to ${formatNumber(bins.max)}.`,
    data: [
      filled,
      ...(others === undefined ? [] : [outline(other!.name, others, bins, log)]),
      ...ranges.map((found, i) => bracket(found, i, { floor, roof, log })),
    ],
    layout: layout(
      axis(unit, paddedExtent(ends, ranges.length > 0)),
      axis(log ? "elements (log)" : "elements", range, log ? { type: "log", ...powers(most) } : {}),
      260,
      { showlegend: other !== undefined || ranges.length > 0, barmode: "overlay", bargap: 0 },
    ),
  };
}

interface Binning {
  readonly low: number;
  readonly width: number;
  readonly bins: number;
  readonly integers: boolean;
  /** Of all finite values. */
  readonly min: number;
  readonly max: number;
}

/** Equal bins over all finite values; for integers a bin holds a whole number of them. */
function binning(sets: readonly ArrayLike<number>[]): Binning {
  let [low, high, integers] = [Infinity, -Infinity, true];
  for (const values of sets) {
    for (let i = 0; i < values.length; i++) {
      const value = values[i]!;
      if (!Number.isFinite(value)) continue;
      if (value < low) low = value;
      if (value > high) high = value;
      integers = integers && Number.isInteger(value);
    }
  }
  if (low > high) [low, high] = [0, 0];
  if (integers) {
    const width = Math.ceil((high - low + 1) / BINS);
    return { low: low - 0.5, width, bins: Math.ceil((high - low + 1) / width), integers, min: low, max: high };
  }
  const bins = Math.min(Math.max(Math.ceil(2 * Math.cbrt(sets[0]!.length)), 8), BINS);
  return { low, width: (high - low) / bins || 1, bins, integers, min: low, max: high };
}

function count(values: ArrayLike<number>, { low, width, bins }: Binning): number[] {
  const counts = new Array<number>(bins).fill(0);
  for (let i = 0; i < values.length; i++) {
    const bin = Math.floor((values[i]! - low) / width);
    if (Number.isFinite(bin)) counts[Math.min(Math.max(bin, 0), bins - 1)]! += 1;
  }
  return counts;
}

function outline(name: string, counts: readonly number[], { low, width }: Binning, log: boolean): ScatterTrace {
  // A logarithmic axis has no 0.
  const height = (n: number): number => (log ? Math.max(n, 0.5) : n);
  return {
    type: "scatter",
    mode: "lines",
    name: plotlyText(name),
    x: [...counts.map((_, i) => low + i * width), low + counts.length * width],
    y: [...counts.map(height), height(counts.at(-1) ?? 0)],
    line: { color: BOARD, width: 2, shape: "hv" },
    hoverinfo: "skip",
  };
}

/** The i-th range; a later one is lower and under the ones before, where two have the same end. */
function bracket(
  { name, min, max }: NamedRange,
  i: number,
  { floor, roof, log }: { readonly floor: number; readonly roof: number; readonly log: boolean },
): ScatterTrace {
  const top = roof - (roof - floor) * RISE * (i + 0.7);
  const [low, high] = log ? [10 ** floor, 10 ** top] : [floor, top];
  return {
    type: "scatter",
    mode: "lines",
    name: plotlyText(`${name}: ${formatNumber(min)} … ${formatNumber(max)}`),
    x: [min, min, max, max],
    y: [low, high, high, low],
    line: { color: BRACKETS[i % BRACKETS.length]!, width: 2, dash: (["solid", "dash", "dot"] as const)[i % 3]! },
    hoverinfo: "skip",
  };
}

/** With a little room beyond the ends, so that a line there is seen whole. */
function paddedExtent(ends: readonly number[], padded: boolean): [number, number] {
  const [low, high] = [Math.min(...ends), Math.max(...ends)];
  const pad = padded ? (high - low) * 0.01 : 0;
  return [low - pad, high + pad];
}

function powers(most: number) {
  const exponents = Array.from({ length: Math.floor(Math.log10(most)) + 1 }, (_, i) => i);
  const tickvals = exponents.map((exponent) => 10 ** exponent);
  return { tickmode: "array" as const, tickvals, ticktext: tickvals.map(formatCount) };
}
