import { float32Data } from "../array.js";
import { numberAttribute } from "../attributes.js";
import type { Kernel } from "../operator.js";
import { axisLanes } from "./axis-lanes.js";
import { realData } from "./elementwise.js";
import { expf } from "./float-functions.js";
import { scaleOf } from "./rounding.js";

/**
 * `espdl.softmax`: e^x / Σ e^x along `axis` as float32, the sum in index order. int16 and float32 data have their
 * maximum subtracted first; int8 data do not (the chip looks the exponential up in a table of 256).
 */
export const softmax: Kernel = ([data], attributes, [output]) => {
  const x = realData(data);
  const out = float32Data(output);
  const scale = x instanceof Float32Array ? 1 : scaleOf(numberAttribute(attributes, "input_exponent"));
  const { count, step, starts } = axisLanes(data, attributes);
  for (const start of starts) {
    const end = start + count * step;
    let max = 0;
    if (!(x instanceof Int8Array)) {
      max = x[start] * scale;
      for (let i = start; i < end; i += step) max = Math.max(max, x[i] * scale);
    }
    let sum = 0;
    for (let i = start; i < end; i += step) {
      out[i] = expf(Math.fround(x[i] * scale - max));
      sum = Math.fround(sum + out[i]);
    }
    for (let i = start; i < end; i += step) out[i] /= sum;
  }
};
