import { reduceGroups } from "./reduce-groups.js";

/** `espdl.reduce_min`: the smallest element, copied; the chip looks at no exponent. */
export const reduceMin = reduceGroups(() => (x, start, steps) => {
  let min = x[start + steps[0]];
  for (let i = 1; i < steps.length; i++) min = Math.min(min, x[start + steps[i]]);
  return min;
});
