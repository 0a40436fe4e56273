import { float32Data } from "./array.js";
import type { Kernel } from "./operator.js";

/** A kernel that computes `law` of every float32 in double and rounds the result once to float32. */
export function floatFunction(law: (x: number) => number): Kernel {
  return ([input], _attributes, [output]) => {
    const x = float32Data(input);
    const out = float32Data(output);
    for (let i = 0; i < out.length; i++) out[i] = law(x[i]);
  };
}
