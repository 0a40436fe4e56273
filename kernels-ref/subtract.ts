import { type Int64Array, isInt64 } from "./array.js";
import type { Kernel } from "./operator.js";
import { inStrips } from "./strips.js";

/** `subtract`: left − right with numpy broadcasting. Rounds and wraps as `add` does. */
export const subtract: Kernel = (inputs, _attributes, [difference]) => {
  if (isInt64(difference.data)) {
    inStrips<Int64Array>(inputs, difference, ([a, b], out, count) => {
      for (let i = 0; i < count; i++) out[i] = a[i] - b[i];
    });
  } else {
    inStrips(inputs, difference, ([a, b], out, count) => {
      for (let i = 0; i < count; i++) out[i] = a[i] - b[i];
    });
  }
};
