import type { DiagnosisInput } from "../diagnosis.js";
import { alike } from "../score.js";
import { meansOf } from "./means.js";
import type { Solution, Solver } from "./solution.js";

const LOOK = "the loops over the plane: where the sum is cleared, and the address at which each plane begins";

/** Means that begin with the sum of the one before, or read a plane at another place. */
export const meanPlaces: Solver = (runs): Solution[] => {
  const means = meansOf(runs.input);
  if (means === undefined) return [];
  const { starts, steps } = means;
  const pitch = starts.length > 1 ? starts[1]! - starts[0]! : 0;
  const changes: [string, (data: ArrayLike<number>, i: number) => number | undefined][] = [
    [
      "the sum is not cleared between channels",
      (x, i) => {
        let sum = 0;
        for (let channel = 0; channel <= i; channel++) sum = sumOf(x, starts[channel]!, sum)!;
        return sum;
      },
    ],
  ];
  const pitches =
    pitch === 0 ? [] : [pitch - 1, pitch + 1, pitch - 2, pitch + 2, pitch / 2, 2 * pitch, 1, 0, pitch - 8, pitch + 8];
  for (const other of pitches.filter((value) => Number.isInteger(value) && value !== pitch))
    changes.push([
      `the planes are read ${other} elements apart instead of ${pitch}`,
      (x, i) => sumOf(x, starts[0]! + i * other, 0),
    ]);
  for (const by of [1, -1, 2, -2, 4, -4, 8, -8, 16, -16, pitch, -pitch])
    changes.push([
      `each plane is read ${Math.abs(by)} element${Math.abs(by) > 1 ? "s" : ""} too ${by > 0 ? "late" : "early"}`,
      (x, i) => sumOf(x, starts[i]! + by, 0),
    ]);
  changes.push([
    "the sum is kept in an integer: the fraction is lost at each step",
    (x, i) => {
      let sum = 0;
      for (let k = 0; k < steps.length; k++)
        sum = Math.trunc(Math.fround(sum + means.value(x[starts[i]! + steps[k]!]!)));
      return sum;
    },
  ]);
  const step = steps.length > 1 ? steps[1]! - steps[0]! : 1;
  for (const [otherStep, otherPitch] of [
    [1, steps.length],
    [starts.length, 1],
    [step, 0],
  ] as const) {
    if (otherStep === step && otherPitch === pitch) continue;
    changes.push([
      `the elements of each sum are read ${otherStep} apart instead of ${step}, the sums begin ${otherPitch} apart instead of ${pitch}`,
      (x, i) => {
        let sum = 0;
        for (let k = 0; k < steps.length; k++) {
          const element = x[starts[0]! + i * otherPitch + k * otherStep];
          if (element === undefined) return undefined;
          sum += means.value(element);
          if (means.unit === undefined) sum = Math.fround(sum);
        }
        return sum;
      },
    ]);
  }
  for (const [text, sum] of changes) {
    const predict = ({ inputs }: DiagnosisInput) => {
      const x = inputs[0]!.tensor.data as ArrayLike<number>;
      const sums = Array.from(starts, (_, i) => sum(x, i));
      return {
        values: Float64Array.from(sums, (value) => means.finish(value ?? 0, means.divisor)),
        unknown: Uint8Array.from(sums, (value) => (value === undefined ? 1 : 0)),
      };
    };
    const fits = runs.all.every((run, at) => {
      const { values, unknown } = predict(run);
      return values.every((value, i) => unknown[i] === 1 || alike(value, runs.found[at]![i]!));
    });
    if (fits) return [{ family: "mean", cause: text, text, look: LOOK, bits: 10, predict }];
  }
  return [];

  function sumOf(x: ArrayLike<number>, start: number, before: number): number | undefined {
    let sum = before;
    for (let k = 0; k < steps.length; k++) {
      const element = x[start + steps[k]!];
      if (element === undefined) return undefined;
      sum += means!.value(element);
      if (means!.unit === undefined) sum = Math.fround(sum);
    }
    return sum;
  }
};
