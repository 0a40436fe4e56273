import { exponential } from "./exponential.js";

/** W. J. Cody, "Rational Chebyshev approximations for the error function", Math. Comp. 23 (1969): highest power first. */
const NEAR_ABOVE = [0.18577770618460315, 3.1611237438705655, 113.86415415105016, 377.485237685302, 3209.3775891384694];
const NEAR_BELOW = [1, 23.601290952344122, 244.02463793444173, 1282.6165260773723, 2844.236833439171];
const FAR_ABOVE = [
  2.1531153547440383e-8, 0.5641884969886701, 8.883149794388377, 66.11919063714163, 298.6351381974001, 881.952221241769,
  1712.0476126340707, 2051.0783778260716, 1230.3393547979972,
];
const FAR_BELOW = [
  1, 15.744926110709835, 117.6939508913125, 537.1811018620099, 1621.3895745666903, 3290.7992357334597,
  4362.619090143247, 3439.3676741437216, 1230.3393548037495,
];

function polynomial(coefficients: readonly number[], x: number): number {
  let value = coefficients[0];
  for (let i = 1; i < coefficients.length; i++) value = value * x + coefficients[i];
  return value;
}

/** erf x in double. From |x| = 4 on it is ±1, as its nearest float32 is from 3.92 on. */
export function errorFunction(x: number): number {
  const magnitude = x < 0 ? -x : x;
  if (!(magnitude < 4)) return magnitude >= 4 ? (x < 0 ? -1 : 1) : x;
  if (magnitude < 0.46875) return (x * polynomial(NEAR_ABOVE, x * x)) / polynomial(NEAR_BELOW, x * x);
  const complement = (exponential(-(x * x)) * polynomial(FAR_ABOVE, magnitude)) / polynomial(FAR_BELOW, magnitude);
  return x < 0 ? complement - 1 : 1 - complement;
}
