import type { DiagnosisInput } from "../diagnosis.js";
import { elementSet } from "../words/element-set.js";
import { LeastSquares } from "./least-squares.js";
import { type Means, meansOf } from "./means.js";
import { within } from "./runs.js";
import type { Runs, Solution, Solver } from "./solution.js";

const PLANE = 400;
const LOOK = "the loops over the plane and the number that the sum is divided by";

/** Global means: with which weight each element of the plane counts, and what the sum is divided by. */
export const average: Solver = (runs): Solution[] => {
  const { all, expected, where, input } = runs;
  const means = meansOf(input);
  if (means === undefined) return [];
  const { starts, steps, plane } = means;
  const places = [...starts.keys()].filter((i) => where.closure[i] === 1);
  const count = places.length * all.length;
  if (steps.length > PLANE || count < steps.length + 8) return [];
  const weights = weightsOf(runs, means, places);
  const most = weights.reduce((a, b) => Math.max(a, Math.abs(b)), 0);
  const counted = weights.filter((value) => Math.abs(value) > most / 4);
  const first = counted.reduce((a, b) => a + b, 0) / counted.length;
  // A sum over a divisor: the divisor is a whole number, each element counts a whole number of times.
  const divisor = Math.round(1 / first);
  const rounded = weights.map((value) => Math.round(value / first));
  const text = divisor === 0 ? undefined : weightWords(rounded, divisor, [1, plane[0]!, plane[1]!, 1]);
  if (text === undefined) return [];
  /** In float32, in the law's order. */
  const mean = ({ inputs }: DiagnosisInput, i: number): number => {
    const x = inputs[0]!.tensor.data as ArrayLike<number>;
    let sum = 0;
    for (let k = 0; k < steps.length; k++) {
      const times = rounded[k]!;
      if (times !== 0) sum = Math.fround(sum + means.value(x[starts[i]! + steps[k]!]!) * times);
    }
    return Math.fround(sum / divisor);
  };
  return [
    {
      ...{ family: "mean", cause: text, text: `${text}${within(where.text)}`, look: LOOK, bits: 24 },
      predict: (run) => {
        const values = Float64Array.from(expected[all.indexOf(run)]!);
        for (const i of places) values[i] = mean(run, i);
        return { values };
      },
    },
  ];
};

function weightsOf({ all, found }: Runs, { starts, steps, value }: Means, places: readonly number[]): Float64Array {
  const count = places.length * all.length;
  const rows = new Float64Array(count * steps.length);
  const right = new Float64Array(count);
  let [at, most] = [0, 0];
  for (const [run, { inputs }] of all.entries()) {
    const x = inputs[0]!.tensor.data as ArrayLike<number>;
    for (const i of places) {
      for (let k = 0; k < steps.length; k++) {
        const element = value(x[starts[i]! + steps[k]!]!);
        rows[at * steps.length + k] = element;
        most = Math.max(most, Math.abs(element));
      }
      right[at++] = found[run]![i]!;
    }
  }
  // The weak pull to zero is one of numbers around a hundred.
  const scale = 128 / (most || 1);
  return new LeastSquares(
    rows.map((x) => x * scale),
    count,
    steps.length,
  ).solve(right.map((y) => y * scale));
}

/** @param times how often each element is counted, @param divisor of the sum */
function weightWords(times: Float64Array, divisor: number, shape: readonly number[]): string | undefined {
  const plane = times.length;
  const parts: string[] = [];
  const missing = Uint8Array.from(times, (value) => (value === 0 ? 1 : 0));
  const again = Uint8Array.from(times, (value) => (value !== 0 && value !== 1 ? 1 : 0));
  const which = (marks: Uint8Array): string => elementSet(marks, shape, "NHWC").exact;
  if (missing.includes(1)) parts.push(`${which(missing)} of the plane left out of the sum`);
  if (again.includes(1)) parts.push(`${which(again)} of the plane counted ${times[again.indexOf(1)]} times`);
  if (divisor !== plane) parts.push(`the sum is divided by ${divisor} instead of ${plane}`);
  return parts.length === 0 ? undefined : parts.join(", ");
}
