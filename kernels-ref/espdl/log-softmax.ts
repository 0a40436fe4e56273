import { float32Data } from "../array.js";
import { numberAttribute } from "../attributes.js";
import type { Kernel } from "../operator.js";
import { axisLanes } from "./axis-lanes.js";
import { realData } from "./elementwise.js";
import { expf, logf } from "./float-functions.js";
import { scaleOf } from "./rounding.js";

/**
 * `espdl.log_softmax`: x − max − log Σ e^(x − max) along `axis` as float32, the sum in index order. For int8 data the
 * maximum counts as 0, as in `espdl.softmax`.
 */
export const logSoftmax: Kernel = ([data], attributes, [output]) => {
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
    for (let i = start; i < end; i += step) sum = Math.fround(sum + expf(Math.fround(x[i] * scale - max)));
    const logSum = logf(sum);
    for (let i = start; i < end; i += step) out[i] = Math.fround(x[i] * scale - max) - logSum;
  }
};
