import type { Kernel } from "../operator.js";
import { realData } from "./elementwise.js";
import { rangeOf } from "./rounding.js";

/** `espdl.neg`: −x; the lowest integer becomes the highest. The chip looks at no exponent. */
export const neg: Kernel = ([data], _attributes, [output]) => {
  const x = realData(data);
  const out = realData(output);
  const high = out instanceof Float32Array ? Number.POSITIVE_INFINITY : rangeOf(output.dtype).high;
  for (let i = 0; i < out.length; i++) out[i] = Math.min(-x[i], high);
};
