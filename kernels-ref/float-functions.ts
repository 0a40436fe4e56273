import { errorFunction } from "./error-function.js";
import { exponential, hyperbolicTangent } from "./exponential.js";
import { floatFunction } from "./float-function.js";
import { areaCosine, areaSine, areaTangent, hyperbolicCosine, hyperbolicSine } from "./hyperbolic.js";
import { arcCosine, arcSine, arcTangent } from "./inverse-trigonometry.js";
import { logarithm } from "./logarithm.js";
import type { Kernel } from "./operator.js";
import { ceiling, floor, roundHalfEven } from "./rounding-functions.js";
import { cosine, sine, tangent } from "./trigonometry.js";

/**
 * Functions of one float32, each computed in double by a law that TypeScript and C share (a C library's own may differ
 * by 1 ulp) and rounded once. The C twin of `name` is `espdl_name_f32`.
 */
const LAWS: Readonly<Record<string, (x: number) => number>> = {
  acos: arcCosine,
  acosh: areaCosine,
  asin: arcSine,
  asinh: areaSine,
  atan: arcTangent,
  atanh: areaTangent,
  ceil: ceiling,
  cos: cosine,
  cosh: hyperbolicCosine,
  erf: errorFunction,
  exp: exponential,
  floor,
  log: logarithm,
  round_half_even: roundHalfEven,
  sin: sine,
  sinh: hyperbolicSine,
  tan: tangent,
  tanh: hyperbolicTangent,
};

export const FLOAT_FUNCTIONS: ReadonlyMap<string, Kernel> = new Map(
  Object.entries(LAWS).map(([name, law]) => [name, floatFunction(law)]),
);
