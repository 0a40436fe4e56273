import { float32Data } from "./array.js";
import { numberAttribute } from "./attributes.js";
import type { Kernel } from "./operator.js";
import { reduction } from "./reduce.js";

const round = Math.fround;

/**
 * `nn.standardize`: what layer, instance, group and RMS normalization share. Over the elements of each group, the axes
 * in `axis`: (x − mean) / √(Σ (x − mean)² / n + epsilon), the mean being 0 unless `center`.
 * Every operation rounds to float32, sums run in C order of the group.
 */
export const standardize: Kernel = ([input], attributes, [output]) => {
  const { starts, steps } = reduction(input, attributes);
  const epsilon = round(numberAttribute(attributes, "epsilon"));
  const x = float32Data(input);
  const out = float32Data(output);
  const count = steps.length;
  for (let o = 0; o < starts.length; o++) {
    let mean = 0;
    if (attributes.center === true) {
      for (let i = 0; i < count; i++) mean = round(mean + x[starts[o] + steps[i]]);
      mean = round(mean / count);
    }
    let squares = 0;
    for (let i = 0; i < count; i++) {
      const difference = round(x[starts[o] + steps[i]] - mean);
      squares = round(squares + round(difference * difference));
    }
    const deviation = round(Math.sqrt(round(round(squares / count) + epsilon)));
    for (let i = 0; i < count; i++) {
      const at = starts[o] + steps[i];
      out[at] = round(x[at] - mean) / deviation;
    }
  }
};
