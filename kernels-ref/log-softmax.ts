import { float32Data, stridesOf } from "./array.js";
import { normalizeAxis, numberAttribute } from "./attributes.js";
import { exponential } from "./exponential.js";
import { logarithm } from "./logarithm.js";
import type { Kernel } from "./operator.js";

/** `nn.log_softmax`: (x − max) − ln Σ exp(x − max) along `axis`; doubles, summed in index order, rounded once. */
export const logSoftmax: Kernel = ([input], attributes, [output]) => {
  const { shape } = input;
  const axis = normalizeAxis(numberAttribute(attributes, "axis", -1), shape.length);
  const count = shape[axis];
  const step = stridesOf(shape)[axis];
  const x = float32Data(input);
  const out = float32Data(output);
  for (let outer = 0; outer < x.length; outer += count * step) {
    for (let first = outer; first < outer + step; first++) {
      const end = first + count * step;
      let max = x[first];
      for (let i = first + step; i < end; i += step) if (x[i] > max) max = x[i];
      let sum = 0;
      for (let i = first; i < end; i += step) sum += exponential(x[i] - max);
      const log = logarithm(sum);
      for (let i = first; i < end; i += step) out[i] = x[i] - max - log;
    }
  }
};
