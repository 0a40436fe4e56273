import { exponential } from "./exponential.js";
import { logarithm } from "./logarithm.js";

/** x^p = e^(p · ln x) in double for x ≥ 0 and p > 0, the one definition that TypeScript and C share; 0 gives 0. */
export function positivePower(x: number, p: number): number {
  return exponential(p * logarithm(x));
}
