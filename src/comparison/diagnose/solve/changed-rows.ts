import { accumulatePixels } from "../product/accumulate.js";
import { finishAll } from "../product/finish.js";
import { indexSetWords } from "../words/index-set.js";
import { WEIGHT_RULES } from "../words/weight-values.js";
import type { ProductRuns } from "./product-runs.js";
import type { Solution } from "./solution.js";

const LOOK = "how the kernel reads the weights in these channels: the type, and the index of each tap";
/** Pixels of each run that a rule is tried on before all of them. */
const SAMPLE = 6;

interface Rule {
  readonly cause: string;
  readonly text: string;
  /** The weight of one tap of a channel's row. */
  weight(row: ArrayLike<number>, tap: number): number;
}

/** The same is done to every weight of the wrong channels, or their taps stand in a mirrored order. */
export function changedRows(seen: ProductRuns): Solution[] {
  const { runs, product, channels, wrongChannels } = seen;
  const inside = interiorOf(seen);
  const parts = [
    { marks: runs.where.closure, unknown: undefined, words: "" },
    ...(inside === undefined ? [] : [{ ...inside, words: " (seen where the window lies inside the image)" }]),
  ];
  for (const { marks, unknown, words } of parts)
    for (const { cause, text, weight } of rulesOf(seen)) {
      const rows = rowsBy(seen, weight);
      if (!holds(seen, rows, marks, SAMPLE) || !holds(seen, rows, marks, seen.pixels)) continue;
      const where = indexSetWords("output channel", wrongChannels, channels);
      return [
        {
          ...{ family: "weights", cause, look: LOOK, bits: 14 },
          text: `the weights${where === "" ? "" : ` of ${where}`} ${text}${words}`,
          predict: (run) => {
            const at = runs.all.indexOf(run);
            const values = Float64Array.from(runs.expected[at]!);
            const every = Int32Array.from({ length: seen.pixels }, (_, pixel) => pixel);
            const made = finishAll(accumulatePixels({ ...seen.taps[at]!, rows }, every), product.finish);
            for (let i = 0; i < values.length; i++) if (marks[i] === 1) values[i] = made[i]!;
            return { values, ...(unknown && { unknown }) };
          },
        },
      ];
    }
  return [];
}

function rulesOf({ product }: ProductRuns): Rule[] {
  const { kernelHeight: h, kernelWidth: w, groupInputs: depth } = product.taps.geometry;
  const moved = (cause: string, text: string, from: (r: number, s: number) => number): Rule => ({
    cause,
    text,
    weight: (row, tap) => row[from(Math.floor(tap / depth / w), Math.floor(tap / depth) % w) * depth + (tap % depth)]!,
  });
  const values = WEIGHT_RULES.map(
    ([cause, text, apply]): Rule => ({ cause, text, weight: (row, tap) => apply(row[tap]!) }),
  );
  const mirrored = [
    ...(h > 1 ? [moved("rows", "have their kernel rows in reverse order", (r, s) => (h - 1 - r) * w + s)] : []),
    ...(w > 1 ? [moved("columns", "have their kernel columns in reverse order", (r, s) => r * w + w - 1 - s)] : []),
    ...(h * w > 1 ? [moved("turned", "have their taps turned by 180°", (r, s) => h * w - 1 - (r * w + s))] : []),
    ...(h === w && h > 1
      ? [moved("transposed", "have their kernel rows and columns exchanged", (r, s) => s * w + r)]
      : []),
  ];
  return [...values, ...mirrored];
}

function rowsBy({ product, channels, wrongChannels }: ProductRuns, weight: Rule["weight"]): Int16Array {
  const { rows } = product.taps;
  const length = rows.length / channels;
  const changed = Int16Array.from(rows);
  for (const channel of wrongChannels) {
    const row = rows.subarray(channel * length, (channel + 1) * length);
    for (let tap = 0; tap < length; tap++) changed[channel * length + tap] = weight(row, tap);
  }
  return changed;
}

/** Whether the marked elements of so many pixels of each run, spread over it, come out. */
function holds(seen: ProductRuns, rows: Int16Array, marks: Uint8Array, count: number): boolean {
  const { runs, product, taps, channels, pixels } = seen;
  const step = Math.max(1, Math.floor(pixels / count));
  return taps.every((law, run) => {
    const chosen = Int32Array.from({ length: Math.min(count, pixels) }, (_, k) => (k * step + (run % step)) % pixels);
    const made = finishAll(accumulatePixels({ ...law, rows }, chosen), product.finish);
    return chosen.every((pixel, k) => {
      for (let c = 0; c < channels; c++) {
        const i = pixel * channels + c;
        if (marks[i] === 1 && made[k * channels + c] !== runs.found[run]![i]) return false;
      }
      return true;
    });
  });
}

/** The marks of a fault where the window lies inside the image as a whole; the rest is unknown. Undefined where it is all or nothing. */
export function interiorOf({
  runs,
  product: law,
  channels,
}: ProductRuns): { marks: Uint8Array; unknown: Uint8Array } | undefined {
  const { output, image, strides, dilation, kernelHeight, kernelWidth, top, left } = law.taps.geometry;
  const marks = new Uint8Array(runs.wrong.length);
  const unknown = new Uint8Array(runs.wrong.length);
  let [inner, outer] = [0, 0];
  for (let i = 0; i < marks.length; i++) {
    if (runs.where.closure[i] === 0) continue;
    const pixel = Math.floor(i / channels);
    const y = (Math.floor(pixel / output.w) % output.h) * strides[0] - top;
    const x = (pixel % output.w) * strides[1] - left;
    const whole =
      y >= 0 &&
      x >= 0 &&
      y + (kernelHeight - 1) * dilation[0] < image.h &&
      x + (kernelWidth - 1) * dilation[1] < image.w;
    if (whole) inner++;
    else outer++;
    (whole ? marks : unknown)[i] = 1;
  }
  return inner > 0 && outer > 0 ? { marks, unknown } : undefined;
}
