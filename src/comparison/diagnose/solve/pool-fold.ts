import type { Along, PoolLaw } from "./pool-law.js";

/** What becomes of a window's elements. */
export interface Fold {
  /** What is wrong about it; empty for what the model does. */
  readonly words: readonly string[];
  readonly divides: boolean;
  /** @param start what a fold before it ended with; the fold's own start where it is left out */
  over(x: ArrayLike<number>, law: PoolLaw, geometry: Pair, at: Place, start?: number): number;
  finish(value: number, divisor: number): number;
}

/** An element of the output: image, channel, row, column. */
export interface Place {
  readonly n: number;
  readonly c: number;
  readonly y: number;
  readonly x: number;
}

interface Pair {
  readonly rows: Along;
  readonly columns: Along;
}

/** Which of a window's taps inside the image are left out. */
type Cut = "first row" | "last row" | "first column" | "last column";
const CUTS: readonly Cut[] = ["last column", "last row", "first column", "first row"];

/** The taps of one axis that lie inside the image: [first, end). */
function inside({ taps, stride, dilation, before }: Along, at: number, length: number): [number, number] {
  const start = at * stride - before;
  const first = start < 0 ? Math.ceil(-start / dilation) : 0;
  return [first, Math.max(first, Math.min(taps, Math.ceil((length - start) / dilation)))];
}

/** @param visit gets each element of a window that lies inside the image, rows first */
function scan(
  x: ArrayLike<number>,
  law: PoolLaw,
  { rows, columns }: Pair,
  { n, c, y, x: column }: Place,
  visit: (value: number) => void,
  cut?: Cut,
): void {
  const { image, imageStride } = law;
  const base = n * imageStride.n + c * imageStride.c;
  let [firstRow, endRow] = inside(rows, y, image.h);
  let [firstColumn, endColumn] = inside(columns, column, image.w);
  if (cut === "first row") firstRow++;
  if (cut === "last row") endRow--;
  if (cut === "first column") firstColumn++;
  if (cut === "last column") endColumn--;
  for (let r = firstRow; r < endRow; r++) {
    const line = base + (y * rows.stride - rows.before + r * rows.dilation) * imageStride.h;
    for (let s = firstColumn; s < endColumn; s++)
      visit(x[line + (column * columns.stride - columns.before + s * columns.dilation) * imageStride.w]!);
  }
}

const keep = (value: number): number => value;
const int8 = (value: number): number => (Number.isInteger(value) ? (value << 24) >> 24 : value);

interface Extreme {
  readonly start?: number;
  readonly better?: (value: number, champion: number) => boolean;
  readonly of?: (value: number) => number;
  readonly cut?: Cut;
}

const LEAST = Number.NEGATIVE_INFINITY;
const larger = (a: number, b: number): boolean => a > b;

function extreme(words: readonly string[], { start = LEAST, better = larger, of = keep, cut }: Extreme = {}): Fold {
  return {
    ...{ words, divides: false },
    over: (x, law, geometry, at, before = start) => {
      let champion = before;
      const visit = (value: number): void => {
        if (better(of(value), champion)) champion = int8(of(value));
      };
      scan(x, law, geometry, at, visit, cut);
      return champion;
    },
    finish: (value) => (Number.isFinite(value) ? value : -128),
  };
}

function summed(words: readonly string[], finish: Fold["finish"], cut?: Cut): Fold {
  return {
    ...{ words, divides: true, finish },
    over: (x, law, geometry, at, start = 0) => {
      let sum = start;
      const visit = (value: number): void => {
        sum = Math.fround(sum + value);
      };
      scan(x, law, geometry, at, visit, cut);
      return sum;
    },
  };
}

/** A window that starts with what the one before it, along an axis, ended with. */
function carried(words: string, along: "c" | "x" | "y", of: Fold): Fold {
  return {
    ...of,
    words: [words],
    over: (x, law, geometry, at) => {
      let value: number | undefined;
      for (let k = 0; k <= at[along]; k++) value = of.over(x, law, geometry, { ...at, [along]: k }, value);
      return value!;
    },
  };
}

const maximum = extreme([]);
const PLACES = [
  ["c", "between the channels of a pixel"],
  ["x", "from one pixel to the next along a row"],
  ["y", "from one row to the next"],
] as const;
const INSTEAD = "the mean of the window instead of its maximum";

/**
 * @param own whether the geometry is the model's: only then another fold is tried
 * @param divided what is stored of a sum and its divisor
 */
export function folds(isSum: boolean, own: boolean, divided: Fold["finish"]): Fold[] {
  const law = isSum ? summed([], divided) : maximum;
  if (!own) return [law];
  const carries = PLACES.map(([axis, words]) =>
    carried(`the ${isSum ? "sum" : "maximum"} is not reset ${words}`, axis, law),
  );
  const cuts = CUTS.map((cut) => {
    const words = [`the ${cut} of each window, of what lies inside the image, is not read`];
    return isSum ? summed(words, divided, cut) : extreme(words, { cut });
  });
  if (isSum) return [law, ...carries, ...cuts, extreme(["the maximum of the window instead of its mean"])];
  return [
    law,
    ...carries,
    ...cuts,
    extreme(["the minimum of the window instead of its maximum"], {
      start: Number.POSITIVE_INFINITY,
      better: (a, b) => a < b,
    }),
    extreme(["the magnitudes are compared and kept: the sign is lost"], { start: -128, of: Math.abs }),
    extreme(["the elements are compared as unsigned bytes"], {
      better: (a, b) => b === LEAST || (a & 255) > (b & 255),
    }),
    extreme(["values below 0 do not count: the maximum starts at 0"], { start: 0 }),
    summed([`${INSTEAD}, rounded down`], (sum, divisor) => Math.floor(sum / divisor)),
    summed([INSTEAD], divided),
    summed([`${INSTEAD}, cut`], (sum, divisor) => Math.trunc(sum / divisor)),
  ];
}
