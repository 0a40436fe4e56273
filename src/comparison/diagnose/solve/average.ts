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
  const { starts, steps, plane, unit = 1 } = means;
  const places = [...starts.keys()].filter((i) => where.closure[i] === 1);
  const count = places.length * all.length;
  if (steps.length > PLANE || count < steps.length + 8) return [];
  const weights = weightsOf(runs, means, places);
  const most = weights.reduce((a, b) => Math.max(a, Math.abs(b)), 0);
  const counted = weights.filter((value) => Math.abs(value) > most / 4);
  const first = counted.reduce((a, b) => a + b, 0) / counted.length;
  const solutions: Solution[] = [];
  // Either each counts once, or some count again and the divisor is the law's.
  for (const once of [first, unit / means.divisor]) {
    const divisor = Math.round(unit / once);
    const times = weights.map((value) => Math.round(value / once));
    const text = divisor === 0 ? undefined : weightWords(times, divisor, means, [1, plane[0]!, plane[1]!, 1]);
    if (text === undefined) continue;
    for (const order of means.unit === undefined ? [together, again] : [together])
      solutions.push({
        ...{ family: "mean", cause: text, text: `${text}${within(where.text)}`, look: LOOK, bits: 24 },
        predict: (run) => {
          const x = run.inputs[0]!.tensor.data as ArrayLike<number>;
          const values = Float64Array.from(expected[all.indexOf(run)]!);
          for (const i of places) values[i] = means.finish(order(means, times, x, starts[i]!), divisor);
          return { values };
        },
      });
  }
  return solutions;
};

/** How a sum is formed of elements that count several times. */
type Order = (means: Means, times: Float64Array, x: ArrayLike<number>, start: number) => number;

/** Each as often as it counts; floats round at each step. */
const together: Order = ({ steps, value, unit }, times, x, start) => {
  let sum = 0;
  for (let k = 0; k < steps.length; k++) {
    if (times[k] === 0) continue;
    sum += value(x[start + steps[k]!]!) * times[k]!;
    if (unit === undefined) sum = Math.fround(sum);
  }
  return sum;
};

/** All that count, then those that count again. */
const again: Order = ({ steps, value }, times, x, start) => {
  let sum = 0;
  for (let pass = 0; times.some((count) => count > pass); pass++)
    for (let k = 0; k < steps.length; k++) if (times[k]! > pass) sum = Math.fround(sum + value(x[start + steps[k]!]!));
  return sum;
};

function weightsOf(
  { all, found }: Runs,
  { starts, steps, value, unit }: Means,
  places: readonly number[],
): Float64Array {
  const count = places.length * all.length;
  const rows = new Float64Array(count * steps.length);
  const right = new Float64Array(count);
  let [at, most] = [0, 0];
  for (const [run, { inputs }] of all.entries()) {
    const x = inputs[0]!.tensor.data as ArrayLike<number>;
    for (const i of places) {
      // What was limited says nothing.
      if (unit !== undefined && Math.abs(found[run]![i]!) >= 127) continue;
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
function weightWords(
  times: Float64Array,
  divisor: number,
  { divisor: own }: Means,
  shape: readonly number[],
): string | undefined {
  const parts: string[] = [];
  const missing = Uint8Array.from(times, (value) => (value === 0 ? 1 : 0));
  const again = Uint8Array.from(times, (value) => (value !== 0 && value !== 1 ? 1 : 0));
  const isLine = shape[1] === 1;
  const which = (marks: Uint8Array): string => {
    const { exact } = elementSet(marks, isLine ? [times.length] : shape, isLine ? undefined : "NHWC");
    return `${exact} of ${isLine ? "each sum" : "the plane"}`;
  };
  if (missing.includes(1)) parts.push(`${which(missing)} left out${isLine ? "" : " of the sum"}`);
  if (again.includes(1)) parts.push(`${which(again)} counted ${times[again.indexOf(1)]} times`);
  if (divisor !== own) parts.push(`the sum is divided by ${divisor} instead of ${own}`);
  return parts.length === 0 ? undefined : parts.join(", ");
}
