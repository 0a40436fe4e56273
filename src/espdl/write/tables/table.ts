import type { Chip } from "../../../../kernels-ref/index.js";
import { allocate } from "../../../base/tensor/dtype.js";
import { Tensor } from "../../../base/tensor/tensor.js";
import { integerRange, type Quantization } from "../quantization.js";
import { rounded } from "../quantize/to-integer.js";
import type { Activation } from "./functions.js";

const { fround } = Math;

/**
 * Table of a function from one grid to another: entry i for the input −2^(bits−1) + i · step. int8 256 entries; int16
 * 65536 / step + 1, the last one for 2^15 (65536 at step 1).
 */
export function tabulate(f: Activation, from: number, step: number, to: Quantization, chip: Chip): Tensor {
  const wide = to.bits > 8 || step > 1;
  const [first, last] = integerRange(wide ? 16 : 8);
  const length = Math.ceil((last + step - first) / step);
  const [low, high] = integerRange(to.bits);
  const data = allocate(to.bits === 8 ? "int8" : "int16", length);
  for (let i = 0; i < length; i++) {
    const y = f(fround((first + i * step) * 2 ** from));
    const q = rounded(fround(y * 2 ** -to.exponents[0]!), chip);
    data[i] = Math.min(Math.max(q, low), high);
  }
  return new Tensor(data instanceof Int8Array ? "int8" : "int16", [length], data);
}
