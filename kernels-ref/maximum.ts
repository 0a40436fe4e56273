import type { Int64Array } from "./array.js";
import type { Kernel } from "./operator.js";
import { inStrips, type Strip } from "./strips.js";

/** `maximum`: left where it is > right, else right, with numpy broadcasting; so right where either is NaN. */
export const maximum: Kernel = (inputs, _attributes, [output]) => {
  inStrips<Strip | Int64Array>(inputs, output, ([a, b], out, count) => {
    // biome-ignore lint/complexity/useMathMinMax: Math.max would keep NaN.
    for (let i = 0; i < count; i++) out[i] = a[i] > b[i] ? a[i] : b[i];
  });
};
