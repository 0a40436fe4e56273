import { float32Data } from "./array.js";
import { hyperbolicTangent } from "./exponential.js";
import type { Kernel } from "./operator.js";

/** `tanh`: the hyperbolic tangent, rounded once to float32. */
export const tanh: Kernel = ([input], _attributes, [output]) => {
  const x = float32Data(input);
  const out = float32Data(output);
  for (let i = 0; i < out.length; i++) out[i] = hyperbolicTangent(x[i]);
};
