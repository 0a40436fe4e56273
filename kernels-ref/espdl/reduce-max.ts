import { reduceGroups } from "./reduce-groups.js";

/** `espdl.reduce_max`: the largest element, copied; the chip looks at no exponent. */
export const reduceMax = reduceGroups(() => (x, start, steps) => {
  let max = x[start + steps[0]];
  for (let i = 1; i < steps.length; i++) max = Math.max(max, x[start + steps[i]]);
  return max;
});
