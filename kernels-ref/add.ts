import { type Int64Array, isInt64 } from "./array.js";
import type { Kernel } from "./operator.js";
import { inStrips } from "./strips.js";

/**
 * `add`: left + right with numpy broadcasting.
 * The exact sum of two float32, rounded by the store into a Float32Array, is the IEEE float32 sum. Integers wrap: an
 * int8 or int16 sum, and an int32 one (< 2^33), is exact in a double before the store drops its high bits.
 */
export const add: Kernel = (inputs, _attributes, [sum]) => {
  if (isInt64(sum.data)) {
    inStrips<Int64Array>(inputs, sum, ([a, b], out, count) => {
      for (let i = 0; i < count; i++) out[i] = a[i] + b[i];
    });
  } else {
    inStrips(inputs, sum, ([a, b], out, count) => {
      for (let i = 0; i < count; i++) out[i] = a[i] + b[i];
    });
  }
};
