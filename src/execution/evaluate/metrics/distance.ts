import { UserError } from "../../../base/errors.js";
import type { Tensor } from "../../../base/tensor/tensor.js";
import type { Metric, Score } from "./metric.js";

/** Signal over noise of all outputs against the first model's, in dB: 10·log10(Σ x² / Σ (x − y)²). */
export const snr: Metric = {
  name: "snr",
  unit: "dB",
  against: "first",
  score: (outputs, _sample, first) => summed(outputs, first, (x, y) => [(x - y) ** 2, x * x]),
  shown: (ratio) => -10 * Math.log10(Math.max(ratio, 0)),
};

/** Mean absolute difference of all outputs from the first model's. */
export const mae: Metric = {
  name: "mae",
  unit: "value",
  against: "first",
  score: (outputs, _sample, first) => summed(outputs, first, (x, y) => [Math.abs(x - y), 1]),
};

function summed(
  outputs: readonly Tensor[],
  first: readonly Tensor[],
  term: (x: number, y: number) => readonly [number, number],
): Score {
  let [top, bottom] = [0, 0];
  first.forEach((expected, i) => {
    const found = outputs[i];
    if (found?.size !== expected.size)
      throw new UserError(
        `output ${i}: the models' outputs must have the same sizes, got ${expected.size} and ${found?.size ?? "none"}`,
      );
    const [a, b] = [expected.data as Float32Array, found.data as Float32Array];
    for (let k = 0; k < a.length; k++) {
      const [above, below] = term(a[k]!, b[k]!);
      top += above;
      bottom += below;
    }
  });
  return { top, bottom };
}
