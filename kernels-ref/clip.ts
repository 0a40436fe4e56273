import { saturate } from "./arithmetic.js";
import { isInt64 } from "./array.js";
import { numberAttribute } from "./attributes.js";
import type { Kernel } from "./operator.js";

/** `clip`: value limited to [a_min, a_max]; the limits are within the dtype's range. NaN becomes a_max. */
export const clip: Kernel = ([input], attributes, [output]) => {
  const low = numberAttribute(attributes, "a_min");
  const high = numberAttribute(attributes, "a_max");
  const x = input.data;
  const out = output.data;
  if (isInt64(out)) {
    for (let i = 0; i < out.length; i++)
      out[i] = x[i] < low ? BigInt(low) : x[i] > high ? BigInt(high) : (x[i] as bigint);
  } else {
    for (let i = 0; i < out.length; i++) out[i] = saturate(x[i] as number, low, high);
  }
};
