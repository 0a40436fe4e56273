import { float32Data } from "./array.js";
import type { Kernel } from "./operator.js";

/** `isnan`: 1 where a float32 is not a number. */
export const isNan: Kernel = ([input], _attributes, [output]) => {
  const x = float32Data(input);
  for (let i = 0; i < x.length; i++) output.data[i] = Number.isNaN(x[i]) ? 1 : 0;
};

/** `isinf`: 1 where a float32 is +∞ or −∞. */
export const isInfinite: Kernel = ([input], _attributes, [output]) => {
  const x = float32Data(input);
  for (let i = 0; i < x.length; i++) output.data[i] = Math.abs(x[i]) === Number.POSITIVE_INFINITY ? 1 : 0;
};
