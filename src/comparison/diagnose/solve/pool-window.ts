import type { DiagnosisInput } from "../diagnosis.js";
import { alike } from "../score.js";
import { divisors } from "./pool-divisor.js";
import { type Fold, folds } from "./pool-fold.js";
import { type Along, alongs, alongWords, isPool, type PoolLaw, poolLaw } from "./pool-law.js";
import type { Runs, Solution, Solver } from "./solution.js";

const LOOK = "the window's size, stride, dilation and padding in this call, and what the kernel does with its elements";
/** Outputs that a geometry is tried on before all of them. */
const SAMPLE = 48;

interface Geometry {
  readonly rows: Along;
  readonly columns: Along;
}

/** Pools: where the windows lie, what becomes of their elements, and what a sum is divided by. */
export const poolWindow: Solver = (runs): Solution[] => {
  const { input } = runs;
  if (!isPool(input) || runs.all.length < 2) return [];
  const own = poolLaw(input);
  const sample = sampleOf(runs);
  for (const geometry of geometries(own)) {
    const found = solve(runs, own, own, geometry, sample);
    if (found !== undefined) return [found];
  }
  for (const law of pitches(own)) {
    const found = solve(runs, own, law, law, sample);
    if (found !== undefined) return [found];
  }
  return [];
};

/** The same windows over rows that lie another distance apart. */
function pitches(own: PoolLaw): PoolLaw[] {
  const { imageStride, image, output } = own;
  const widths = [image.w - 1, image.w + 1, output.w, image.w - 2, image.w + 2, image.h, image.w + 8, image.w - 8];
  return [...new Set(widths)]
    .filter((width) => width > 0 && width !== image.w)
    .map((width) => ({ ...own, imageStride: { ...imageStride, h: width * imageStride.w } }));
}

/** What a geometry says with one way to fold and divide, if it gives every sample. */
function solve(runs: Runs, own: PoolLaw, law: PoolLaw, geometry: Geometry, sample: Int32Array): Solution | undefined {
  const isSum = runs.input.op.includes("avg_pool");
  const isOwn = geometry.rows === own.rows && geometry.columns === own.columns && law === own;
  const pitch = law.imageStride.h / law.imageStride.w;
  const apart =
    law === own ? [] : [`the image's rows are read ${pitch} columns apart instead of ${own.image.w}: another width`];
  for (const fold of folds(isSum, isOwn, law.mean)) {
    const wanted = fold.divides
      ? divisors(law, geometry, (visit) => each(runs, law, geometry, fold, sample, visit))
      : [undefined];
    for (const divisor of wanted) {
      const words = [
        ...apart,
        ...alongWords(law.rows, geometry.rows, "row"),
        ...alongWords(law.columns, geometry.columns, "column"),
        ...fold.words,
        ...(divisor?.words ?? []),
      ];
      if (words.length === 0) continue;
      const divide = divisor?.at ?? (() => 1);
      let fits = true;
      each(runs, law, geometry, fold, sample, (value, found, y, x) => {
        fits = alike(fold.finish(value, divide(y, x)), found);
        return fits;
      });
      if (!fits) continue;
      const text = words.join(", ");
      return {
        ...{ family: "pool", cause: text, text, look: LOOK, bits: 6 + 5 * words.length },
        predict: (run) => ({ values: whole(run, law, geometry, fold, divide) }),
      };
    }
  }
  return undefined;
}

/** Both axes, those that differ in the fewest things first. */
function geometries(law: PoolLaw): Geometry[] {
  const [rows, columns] = [alongs(law.rows), alongs(law.columns)];
  const weight = (own: Along, one: Along): number =>
    (["taps", "stride", "dilation", "before"] as const).filter((key) => one[key] !== own[key]).length;
  const same = (a: Along, b: Along): boolean =>
    (["taps", "stride", "dilation", "before"] as const).every(
      (key) => (a[key] === law.rows[key]) === (b[key] === law.columns[key]),
    );
  const all: (Geometry & { readonly cost: number })[] = [];
  for (const row of rows)
    for (const column of columns) {
      const [a, b] = [weight(law.rows, row), weight(law.columns, column)];
      // The same mistake along both axes is one.
      if (a + b > 3 && !(a === b && same(row, column))) continue;
      const isOwn = a + b === 0;
      all.push({
        rows: a === 0 ? law.rows : row,
        columns: b === 0 ? law.columns : column,
        cost: isOwn ? 0 : same(row, column) ? a : a + b,
      });
    }
  return all.sort((a, b) => a.cost - b.cost);
}

function sampleOf({ wrong }: Runs): Int32Array {
  const step = Math.max(1, wrong.length / SAMPLE);
  const even = Array.from({ length: Math.min(SAMPLE, wrong.length) }, (_, k) => Math.floor(k * step));
  const bad = [...wrong.keys()].filter((i) => wrong[i] === 1);
  const some = bad.filter((_, k) => k % Math.max(1, Math.floor(bad.length / SAMPLE)) === 0);
  return Int32Array.from(new Set([...some, ...even]));
}

/** Visits outputs of every run until one says that it is enough. */
function each(
  { all, found }: Runs,
  law: PoolLaw,
  geometry: Geometry,
  fold: Fold,
  sample: Int32Array,
  visit: (value: number, found: number, y: number, x: number) => boolean,
): void {
  const { output, outputStride } = law;
  for (const [at, run] of all.entries()) {
    const x = run.inputs[0]!.tensor.data as ArrayLike<number>;
    for (const i of sample) {
      const position = (step: number, length: number): number => Math.floor(i / step) % length;
      const [n, c] = [position(outputStride.n, output.n), position(outputStride.c, output.c)];
      const [oy, ox] = [position(outputStride.h, output.h), position(outputStride.w, output.w)];
      const value = fold.over(x, law, geometry, { n, c, y: oy, x: ox });
      if (!visit(value, found[at]![i]!, oy, ox)) return;
    }
  }
}

function whole(
  run: DiagnosisInput,
  law: PoolLaw,
  geometry: Geometry,
  fold: Fold,
  divide: (y: number, x: number) => number,
): Float64Array {
  const x = run.inputs[0]!.tensor.data as ArrayLike<number>;
  const { output, outputStride } = law;
  const values = new Float64Array(run.reference.size);
  for (let n = 0; n < output.n; n++)
    for (let c = 0; c < output.c; c++)
      for (let oy = 0; oy < output.h; oy++)
        for (let ox = 0; ox < output.w; ox++)
          values[n * outputStride.n + c * outputStride.c + oy * outputStride.h + ox * outputStride.w] = fold.finish(
            fold.over(x, law, geometry, { n, c, y: oy, x: ox }),
            divide(oy, ox),
          );
  return values;
}
