import { type Rounding, roundToInteger } from "../../../../kernels-ref/arithmetic.js";
import { numberAttribute, numbersAttribute } from "../../../../kernels-ref/attributes.js";
import { whereOf } from "./runs.js";
import type { Runs, Solution, Solver } from "./solution.js";

const LOOK = "the factors, the shift and the operands of the call";
const ROUNDINGS: readonly Rounding[] = ["half-away", "floor", "half-up", "half-even", "toward-zero"];
const NAMES: Readonly<Record<Rounding, string>> = {
  "half-away": "",
  floor: ", rounded down",
  "half-up": ", rounded half up",
  "half-even": ", rounded half to even",
  "toward-zero": ", rounded toward zero",
};

/** Sums and products of two tensors: with which factor each operand counts. */
export const pair: Solver = (runs): Solution[] => {
  const { input } = runs;
  if (input.op !== "esp.add" && input.op !== "esp.multiply") return [];
  const isSum = input.op === "esp.add";
  const own = isSum
    ? numbersAttribute(input.attributes, "exponents").map((e) => 2 ** e)
    : [2 ** numberAttribute(input.attributes, "exponent"), 0];
  for (const marks of [runs.where.closure]) {
    const factors = fitFactors(runs, marks, isSum);
    if (factors === undefined) continue;
    const [p, q] = factors;
    for (const rounding of ROUNDINGS) {
      for (const low of [input.attributes.relu === true ? 0 : -128, 0, -128]) {
        const value = (a: number, b: number): number => {
          const y = roundToInteger(isSum ? a * p + b * q : a * b * p, rounding);
          return Math.max(low, Math.min(127, y));
        };
        const predict = (at: number): Float64Array => {
          const [a, b] = [0, 1].map((k) => runs.all[at]!.inputs[k]!.tensor.data as Int8Array) as [Int8Array, Int8Array];
          return Float64Array.from(runs.expected[at]!, (right, i) => (marks[i] === 1 ? value(a[i]!, b[i]!) : right));
        };
        if (!runs.found.every((found, at) => predict(at).every((y, i) => y === found[i]))) continue;
        return [
          {
            family: "operands",
            cause: `factors ${p} ${q}`,
            text: `${words(isSum, own, [p, q])}${NAMES[rounding]}${whereOf(runs, marks)}`,
            look: LOOK,
            bits: 20,
            predict: (run) => ({ values: predict(runs.all.indexOf(run)) }),
          },
        ];
      }
    }
  }
  return [];
};

function words(isSum: boolean, own: readonly number[], found: readonly [number, number]): string {
  if (!isSum) return `the product is multiplied with ${found[0]} instead of ${own[0]}`;
  const parts = (["first", "second"] as const).flatMap((name, k) => {
    if (found[k] === own[k]) return [];
    if (found[k] === 0) return [`the ${name} operand is not added`];
    return [
      `the ${name} operand counts ${found[k]} instead of ${own[k]}${found[k] === -own[k]! ? ": it is subtracted" : ""}`,
    ];
  });
  return parts.length > 0 ? parts.join(", ") : "the sum is formed rightly";
}

/** The factors of both operands as multiples of 2^−8, from what lies between the limits. */
function fitFactors({ all, found, input }: Runs, marks: Uint8Array, isSum: boolean): [number, number] | undefined {
  let [aa, ab, bb, ay, by, n] = [0, 0, 0, 0, 0, 0];
  const relu = input.attributes.relu === true;
  for (const [run, { inputs }] of all.entries()) {
    const [left, right] = [inputs[0]!.tensor.data as Int8Array, inputs[1]!.tensor.data as Int8Array];
    for (let i = 0; i < marks.length; i++) {
      const y = found[run]![i]!;
      if (marks[i] === 0 || y <= (relu ? 0 : -128) || y >= 127) continue;
      const [a, b] = isSum ? [left[i]!, right[i]!] : [left[i]! * right[i]!, 0];
      aa += a * a;
      ab += a * b;
      bb += b * b;
      ay += a * y;
      by += b * y;
      n++;
    }
  }
  const snap = (value: number): number => {
    const unit = isSum ? 2 ** -6 : 2 ** -14;
    return Math.round(value / unit) * unit;
  };
  if (n < 16 || aa === 0) return undefined;
  if (!isSum) return [power(ay / aa), 0];
  const det = aa * bb - ab * ab;
  if (Math.abs(det) < 1e-6 * aa * bb) return undefined;
  return [snap((ay * bb - by * ab) / det), snap((by * aa - ay * ab) / det)];
}

/** The nearest power of two. */
const power = (value: number): number =>
  value === 0 ? 0 : Math.sign(value) * 2 ** Math.round(Math.log2(Math.abs(value)));
