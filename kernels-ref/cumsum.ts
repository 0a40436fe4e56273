import { isFloat, isInt64, stridesOf } from "./array.js";
import { normalizeAxis, numberAttribute } from "./attributes.js";
import { KernelError } from "./kernel-error.js";
import type { Kernel } from "./operator.js";

/**
 * `cumsum`: each element becomes the sum of those up to it along `axis`; `exclusive` leaves it out itself, `reverse`
 * starts at the end. Each addition is rounded to the dtype; integers wrap.
 */
export const cumsum: Kernel = ([input], attributes, [output]) => {
  const axis = normalizeAxis(numberAttribute(attributes, "axis"), input.shape.length);
  const count = input.shape[axis];
  const step = stridesOf(input.shape)[axis];
  const x = input.data;
  const out = output.data;
  if (isInt64(x) || isInt64(out)) throw new KernelError(`cumsum does not add ${input.dtype}`);
  const round = isFloat(x) ? (x instanceof Float32Array ? Math.fround : Number) : (sum: number): number => sum | 0;
  for (let outer = 0; outer < x.length; outer += count * step) {
    for (let first = outer; first < outer + step; first++) {
      let sum = 0;
      for (let i = 0; i < count; i++) {
        const at = first + (attributes.reverse === true ? count - 1 - i : i) * step;
        const next = round(sum + x[at]);
        out[at] = attributes.exclusive === true ? sum : next;
        sum = next;
      }
    }
  }
};
