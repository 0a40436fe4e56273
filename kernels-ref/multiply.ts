import { type Int64Array, isFloat, isInt64 } from "./array.js";
import type { Kernel } from "./operator.js";
import { inStrips } from "./strips.js";

/**
 * `multiply`: left · right with numpy broadcasting.
 * The product of two float32 has at most 48 bits and so is exact in a double: the store rounds once. The product of
 * two int32 has up to 62 bits, more than a double holds, hence `Math.imul`, which keeps the low 32.
 */
export const multiply: Kernel = (inputs, _attributes, [product]) => {
  if (isInt64(product.data)) {
    inStrips<Int64Array>(inputs, product, ([a, b], out, count) => {
      for (let i = 0; i < count; i++) out[i] = a[i] * b[i];
    });
  } else if (isFloat(product.data)) {
    inStrips(inputs, product, ([a, b], out, count) => {
      for (let i = 0; i < count; i++) out[i] = a[i] * b[i];
    });
  } else {
    inStrips(inputs, product, ([a, b], out, count) => {
      for (let i = 0; i < count; i++) out[i] = Math.imul(a[i], b[i]);
    });
  }
};
