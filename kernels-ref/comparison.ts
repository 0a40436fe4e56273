import type { Int64Array } from "./array.js";
import type { Kernel } from "./operator.js";
import { inStrips, type Strip } from "./strips.js";

/** `equal`: 1 where left = right, else 0 (also where either is NaN), with numpy broadcasting. */
export const equal: Kernel = (inputs, _attributes, [result]) => {
  inStrips<Strip | Int64Array>(inputs, result, ([a, b], out, count) => {
    for (let i = 0; i < count; i++) out[i] = a[i] === b[i] ? 1 : 0;
  });
};

/** `greater`: 1 where left > right. */
export const greater: Kernel = (inputs, _attributes, [result]) => {
  inStrips<Strip | Int64Array>(inputs, result, ([a, b], out, count) => {
    for (let i = 0; i < count; i++) out[i] = a[i] > b[i] ? 1 : 0;
  });
};

/** `less`: 1 where left < right. */
export const less: Kernel = (inputs, _attributes, [result]) => {
  inStrips<Strip | Int64Array>(inputs, result, ([a, b], out, count) => {
    for (let i = 0; i < count; i++) out[i] = a[i] < b[i] ? 1 : 0;
  });
};

/** `less_equal`: 1 where left ≤ right. */
export const lessEqual: Kernel = (inputs, _attributes, [result]) => {
  inStrips<Strip | Int64Array>(inputs, result, ([a, b], out, count) => {
    for (let i = 0; i < count; i++) out[i] = a[i] <= b[i] ? 1 : 0;
  });
};
