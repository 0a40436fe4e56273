import { type Int64Array, isInt64 } from "./array.js";
import type { Kernel } from "./operator.js";
import { inStrips } from "./strips.js";

/**
 * `mod`: left − right · trunc(left / right) with numpy broadcasting, so with the sign of the left, as C's `%` and
 * `fmodf`; exact for floats, whose remainder by 0 is NaN. An integer's remainder by 0 is undefined in C and 0 here.
 */
export const mod: Kernel = (inputs, _attributes, [rest]) => {
  if (isInt64(rest.data)) {
    inStrips<Int64Array>(inputs, rest, ([a, b], out, count) => {
      for (let i = 0; i < count; i++) out[i] = b[i] === 0n ? 0n : a[i] % b[i];
    });
  } else {
    inStrips(inputs, rest, ([a, b], out, count) => {
      // One NaN for all reasons: the sign of x86's would depend on the compiler.
      for (let i = 0; i < count; i++) {
        const remainder = a[i] % b[i];
        out[i] = Number.isNaN(remainder) ? Number.NaN : remainder;
      }
    });
  }
};

/** `floor_mod` of integers: left − right · floor(left / right), with the sign of the right, as numpy's; by 0 it is 0. */
export const floorMod: Kernel = (inputs, _attributes, [rest]) => {
  if (isInt64(rest.data)) {
    inStrips<Int64Array>(inputs, rest, ([a, b], out, count) => {
      for (let i = 0; i < count; i++) out[i] = b[i] === 0n ? 0n : ((a[i] % b[i]) + b[i]) % b[i];
    });
  } else {
    inStrips(inputs, rest, ([a, b], out, count) => {
      for (let i = 0; i < count; i++) out[i] = ((a[i] % b[i]) + b[i]) % b[i];
    });
  }
};
