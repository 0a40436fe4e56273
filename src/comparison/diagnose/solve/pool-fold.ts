import type { Along, PoolLaw } from "./pool-law.js";

/** What becomes of a window's elements. */
export interface Fold {
  /** What is wrong about it; empty for what the model does. */
  readonly words: readonly string[];
  readonly divides: boolean;
  over(x: ArrayLike<number>, law: PoolLaw, geometry: Pair, n: number, c: number, y: number, column: number): number;
  finish(value: number, divisor: number): number;
}

interface Pair {
  readonly rows: Along;
  readonly columns: Along;
}

/** @param visit gets each element of a window that lies inside the image, rows first */
function scan(
  x: ArrayLike<number>,
  law: PoolLaw,
  { rows, columns }: Pair,
  n: number,
  c: number,
  y: number,
  column: number,
  visit: (value: number) => void,
): void {
  const { image, imageStride } = law;
  const base = n * imageStride.n + c * imageStride.c;
  for (let r = 0; r < rows.taps; r++) {
    const line = y * rows.stride - rows.before + r * rows.dilation;
    if (line < 0 || line >= image.h) continue;
    for (let s = 0; s < columns.taps; s++) {
      const at = column * columns.stride - columns.before + s * columns.dilation;
      if (at >= 0 && at < image.w) visit(x[base + line * imageStride.h + at * imageStride.w]!);
    }
  }
}

const keep = (value: number): number => value;

function extreme(
  words: readonly string[],
  start: number,
  better: (value: number, champion: number) => boolean,
  of: (value: number) => number = keep,
): Fold {
  return {
    words,
    divides: false,
    over: (x, law, geometry, n, c, y, column) => {
      let champion = start;
      scan(x, law, geometry, n, c, y, column, (value) => {
        if (better(of(value), champion)) champion = of(value);
      });
      return champion;
    },
    finish: keep,
  };
}

const larger = (a: number, b: number): boolean => a > b;

function summed(words: readonly string[], finish: Fold["finish"]): Fold {
  return {
    ...{ words, divides: true, finish },
    over: (x, law, geometry, n, c, y, column) => {
      let sum = 0;
      scan(x, law, geometry, n, c, y, column, (value) => {
        sum = Math.fround(sum + value);
      });
      return sum;
    },
  };
}

/** A window whose start is what the one before it, along an axis, ended with. */
function carried(
  kind: string,
  words: string,
  along: "c" | "x" | "y",
  of: Fold,
  join: (before: number, own: number) => number,
): Fold {
  return {
    ...of,
    words: [`${kind} is not reset ${words}`],
    over: (x, law, geometry, n, c, y, column) => {
      const last = along === "c" ? c : along === "x" ? column : y;
      let value = Number.NaN;
      for (let k = 0; k <= last; k++) {
        const own = of.over(
          x,
          law,
          geometry,
          n,
          along === "c" ? k : c,
          along === "y" ? k : y,
          along === "x" ? k : column,
        );
        value = Number.isNaN(value) ? own : join(value, own);
      }
      return value;
    },
  };
}

const LEAST = Number.NEGATIVE_INFINITY;
const maximum = { ...extreme([], LEAST, larger), finish: (value: number) => (value === LEAST ? -128 : value) };
const mean = summed([], (sum, divisor) => Math.fround(sum / divisor));
const PLACES = [
  ["c", "between the channels of a pixel"],
  ["x", "from one pixel to the next along a row"],
  ["y", "from one row to the next"],
] as const;

/** @param own whether the geometry is the model's: only then another fold is tried */
export function folds(isSum: boolean, own: boolean): Fold[] {
  const law = isSum ? mean : maximum;
  if (!own) return [law];
  const carries = PLACES.map(([axis, words]) =>
    isSum
      ? carried("the sum", words, axis, mean, (a, b) => Math.fround(a + b))
      : carried("the maximum", words, axis, maximum, Math.max),
  );
  const maxima = (words: string): Fold => extreme([words], LEAST, larger);
  if (isSum) return [law, ...carries, maxima("the maximum of the window instead of its mean")];
  return [
    law,
    ...carries,
    extreme(["the minimum of the window instead of its maximum"], Number.POSITIVE_INFINITY, (a, b) => a < b),
    extreme(["the magnitudes are compared and kept: the sign is lost"], -128, larger, Math.abs),
    extreme(["the elements are compared as unsigned bytes"], LEAST, (a, b) => (a & 255) > (b & 255) || b === LEAST),
    extreme(["values below 0 do not count: the maximum starts at 0"], 0, larger),
    summed(["the mean of the window instead of its maximum, rounded down"], (sum, divisor) =>
      Math.floor(sum / divisor),
    ),
    summed(["the mean of the window instead of its maximum"], (sum, divisor) => Math.fround(sum / divisor)),
    summed(["the mean of the window instead of its maximum, cut"], (sum, divisor) => Math.trunc(sum / divisor)),
  ];
}
