import { float32Data, stridesOf } from "./array.js";
import { normalizeAxis, numberAttribute } from "./attributes.js";
import type { Kernel } from "./operator.js";

/** `nn.hardmax`: 1 at the first largest element along `axis`, 0 elsewhere. */
export const hardmax: Kernel = ([input], attributes, [output]) => {
  const { shape } = input;
  const axis = normalizeAxis(numberAttribute(attributes, "axis", -1), shape.length);
  const count = shape[axis];
  const step = stridesOf(shape)[axis];
  const x = float32Data(input);
  const out = float32Data(output);
  for (let outer = 0; outer < x.length; outer += count * step) {
    for (let first = outer; first < outer + step; first++) {
      const end = first + count * step;
      let best = first;
      for (let i = first + step; i < end; i += step) if (x[i] > x[best]) best = i;
      for (let i = first; i < end; i += step) out[i] = i === best ? 1 : 0;
    }
  }
};
