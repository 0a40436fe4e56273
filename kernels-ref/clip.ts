import { saturate } from "./arithmetic.js";
import { type Int64Array, isInt64 } from "./array.js";
import { numberAttribute } from "./attributes.js";
import type { Kernel } from "./operator.js";
import { inStrips } from "./strips.js";

/** `clip`: value limited to [a_min, a_max]; the limits are within the dtype's range. NaN becomes a_max. */
export const clip: Kernel = (inputs, attributes, [output]) => {
  const low = numberAttribute(attributes, "a_min");
  const high = numberAttribute(attributes, "a_max");
  if (isInt64(output.data)) {
    const [least, most] = [BigInt(low), BigInt(high)];
    inStrips<Int64Array>(inputs, output, ([x], out, count) => {
      for (let i = 0; i < count; i++) out[i] = x[i] < least ? least : x[i] > most ? most : x[i];
    });
  } else {
    inStrips(inputs, output, ([x], out, count) => {
      for (let i = 0; i < count; i++) out[i] = saturate(x[i], low, high);
    });
  }
};
