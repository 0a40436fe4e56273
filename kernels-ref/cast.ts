import { isFloat, isInt64 } from "./array.js";
import { KernelError } from "./kernel-error.js";
import type { Kernel } from "./operator.js";

/**
 * `cast`: C's conversion to the output's dtype. Float → integer truncates toward zero; integer → narrower integer
 * keeps the low bits; to float32 rounds to nearest, ties to even; to bool is 1 for all but 0.
 * A float beyond the integer's range is undefined in C: here its low bits stay (NaN and ∞ give 0).
 * @throws KernelError for float16, which no operator reads.
 */
export const cast: Kernel = ([input], _attributes, [output]) => {
  const x = input.data;
  const out = output.data;
  if (input.dtype === "float16" || output.dtype === "float16") throw new KernelError("cast does not support float16");
  if (output.dtype === "bool") {
    for (let i = 0; i < out.length; i++) out[i] = x[i] ? 1 : 0;
  } else if (isInt64(out)) {
    for (let i = 0; i < out.length; i++) out[i] = toBigInt(x[i]);
  } else if (isInt64(x) && !isFloat(out)) {
    for (let i = 0; i < out.length; i++) out[i] = Number(BigInt.asIntN(32, x[i]));
  } else {
    for (let i = 0; i < out.length; i++) out[i] = Number(x[i]);
  }
};

function toBigInt(value: number | bigint): bigint {
  if (typeof value === "bigint") return value;
  return Number.isFinite(value) ? BigInt(Math.trunc(value)) : 0n;
}
