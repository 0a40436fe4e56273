import { isFloat, isInt64, type TypedArray } from "./array.js";
import { KernelError } from "./kernel-error.js";
import type { Kernel } from "./operator.js";
import { inStrips } from "./strips.js";

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
  if (isInt64(x) || isInt64(out)) castInt64(x, out, output.dtype === "bool");
  else if (output.dtype === "bool") {
    inStrips([input], output, ([x], out, count) => {
      for (let i = 0; i < count; i++) out[i] = x[i] === 0 ? 0 : 1;
    });
  } else if (isFloat(x) && !isFloat(out)) {
    inStrips([input], output, ([x], out, count) => {
      for (let i = 0; i < count; i++) out[i] = x[i];
    });
  } else out.set(x);
};

/** Where one side is int64: Number → BigInt would throw for what is not an integer. */
function castInt64(x: TypedArray, out: TypedArray, toBool: boolean): void {
  for (let i = 0; i < out.length; i++) {
    const value = x[i];
    if (isInt64(out))
      out[i] = typeof value === "bigint" ? value : BigInt(Number.isFinite(value) ? Math.trunc(value) : 0);
    else if (toBool) out[i] = value ? 1 : 0;
    else if (isFloat(out)) out[i] = Number(value);
    else out[i] = Number(BigInt.asIntN(32, BigInt(value)));
  }
}
