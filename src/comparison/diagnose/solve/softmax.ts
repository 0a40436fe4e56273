import { normalizeAxis, numberAttribute } from "../../../../kernels-ref/attributes.js";
import { exponential } from "../../../../kernels-ref/exponential.js";
import { logarithm } from "../../../../kernels-ref/logarithm.js";
import type { DiagnosisInput } from "../diagnosis.js";
import { alike } from "../score.js";
import type { Runs, Solution, Solver } from "./solution.js";

const LOOK = "the three loops of the softmax: maximum, exponentials and their sum, division";
const round = Math.fround;

/** How a softmax is computed otherwise. */
interface Change {
  readonly text: string;
  readonly bits: number;
  /** The factor of the exponent, before or behind the subtraction of the maximum. */
  readonly factor?: number;
  readonly early?: boolean;
  readonly max?: boolean;
  /** Elements that the sum goes over. */
  readonly from?: number;
  readonly to?: number;
  readonly skip?: number;
  /** Lines in one. */
  readonly groups?: number;
  readonly twice?: boolean;
  readonly log?: boolean;
}

/** Softmax: which elements the sum goes over, the factor of the exponent, the length of a line. */
export const softmax: Solver = (runs): Solution[] => {
  const { all, found, input } = runs;
  const [source] = input.inputs;
  if (input.op !== "nn.softmax" || source?.tensor.dtype !== "float32") return [];
  const { shape } = source.tensor;
  const axis = normalizeAxis(numberAttribute(input.attributes, "axis", -1), shape.length);
  const count = shape[axis]!;
  const step = shape.slice(axis + 1).reduce((a, b) => a * b, 1);
  for (const change of changes(count, factorOf(runs, count, step))) {
    const made = (run: DiagnosisInput): Float32Array =>
      apply(run.inputs[0]!.tensor.data as Float32Array, count, step, change);
    if (!all.every((run, at) => made(run).every((value, i) => alike(value, found[at]![i]!)))) continue;
    const { text, bits } = change;
    return [
      { ...{ family: "softmax", cause: text, text, look: LOOK, bits }, predict: (run) => ({ values: made(run) }) },
    ];
  }
  return [];
};

function changes(count: number, factor: number | undefined): Change[] {
  const skipped = Array.from(
    { length: Math.min(count, 64) },
    (_, skip): Change => ({
      text: `the sum misses element ${skip}${skip === count - 1 ? ", the last" : ""} of ${count}`,
      bits: 6,
      skip,
    }),
  );
  const ranges = Array.from({ length: Math.min(count, 64) }, (_, k): Change[] => [
    { text: `the sum goes over the first ${k + 1} of ${count} elements only`, bits: 7, to: k + 1 },
    { text: `the sum goes over the last ${count - k} of ${count} elements only`, bits: 7, from: k },
  ]).flat();
  const groups = [2, 3, 4, 5, 6, 8, 10].filter((size) => count % size === 0 && size < count);
  return [
    ...skipped,
    ...ranges,
    ...groups.map(
      (size): Change => ({
        text: `${size} softmaxes of ${count / size} elements instead of one of ${count}`,
        bits: 7,
        groups: size,
      }),
    ),
    { text: "the softmax is applied twice", bits: 5, twice: true },
    { text: "the logarithm of the softmax instead of it", bits: 5, log: true },
    { text: "the maximum is not subtracted before the exponential", bits: 4, max: false },
    ...factors(factor),
  ];
}

function factors(factor: number | undefined): Change[] {
  if (factor === undefined) return [];
  const near = [Math.LN2, round(Math.LN2), Math.LN10, round(Math.LN10), 1 / Math.LN2];
  const values = [
    ...near.filter((value) => Math.abs(value / factor - 1) < 1e-2),
    ...[1, 2, 3, 4].map((digits) => Number(factor.toPrecision(digits))),
    factor,
  ];
  return values
    .filter((value) => value !== 1)
    .flatMap((value) =>
      [round(value), value].flatMap((exact) =>
        [false, true].map((early): Change => {
          const base =
            Math.abs(value / Math.LN2 - 1) < 1e-3
              ? "powers of 2 instead of e"
              : Math.abs(value / Math.LN10 - 1) < 1e-3
                ? "powers of 10 instead of e"
                : undefined;
          const short = Number(value.toPrecision(4));
          const text =
            base ??
            `the exponent is ${short} times x instead of x: softmax with a temperature, or another scale of the input`;
          return { text, bits: 14, factor: exact, early };
        }),
      ),
    );
}

/** ln(y / y′) over x − x′. */
function factorOf({ all, found }: Runs, count: number, step: number): number | undefined {
  let [xy, xx] = [0, 0];
  for (const [run, { inputs }] of all.entries()) {
    const x = inputs[0]!.tensor.data as Float32Array;
    for (let i = 0; i + step < x.length; i++) {
      if (Math.floor(i / step) % count === count - 1) continue;
      const [a, b] = [found[run]![i]!, found[run]![i + step]!];
      if (!(a > 1e-12 && b > 1e-12) || a >= 1 || b >= 1) continue;
      const dx = x[i + step]! - x[i]!;
      xy += dx * Math.log(b / a);
      xx += dx * dx;
    }
  }
  return xx === 0 ? undefined : xy / xx;
}

/** As the C computes: differences, exponentials and sums in float32. */
function apply(x: Float32Array, count: number, step: number, change: Change): Float32Array {
  const { groups = 1, twice = false } = change;
  const length = count / groups;
  const once = lines(x, length, step, change);
  return twice ? lines(once, length, step, change) : once;
}

function lines(x: Float32Array, count: number, step: number, change: Change): Float32Array {
  const { factor = 1, early = false, max: subtracts = true, from = 0, to = count, skip = -1, log = false } = change;
  const y = new Float32Array(x.length);
  const scaled = (value: number): number => (early ? round(value * factor) : value);
  for (let outer = 0; outer < x.length; outer += count * step)
    for (let first = outer; first < outer + step; first++) {
      let [max, sum] = [Number.NEGATIVE_INFINITY, 0];
      for (let k = 0; k < count; k++) max = Math.max(max, scaled(x[first + k * step]!));
      for (let k = 0; k < count; k++) {
        const value = scaled(x[first + k * step]!);
        const difference = subtracts ? round(value - max) : value;
        const power = round(exponential(early ? difference : round(difference * factor)));
        y[first + k * step] = power;
        if (k >= from && k < to && k !== skip) sum = round(sum + power);
      }
      for (let k = 0; k < count; k++) {
        const i = first + k * step;
        y[i] = log ? logarithm(round(y[i]! / sum)) : y[i]! / sum;
      }
    }
  return y;
}
