import { exponential } from "./exponential.js";

/** W. J. Cody, "Rational Chebyshev approximations for the error function", Math. Comp. 23 (1969): highest power first. */
const NEAR_ABOVE = [
  1.85777706184603153e-1, 3.1611237438705656, 1.13864154151050156e2, 3.77485237685302021e2, 3.20937758913846947e3,
];
const NEAR_BELOW = [1, 2.36012909523441209e1, 2.44024637934441733e2, 1.28261652607737228e3, 2.84423683343917062e3];
const FAR_ABOVE = [
  2.15311535474403846e-8, 5.64188496988670089e-1, 8.88314979438837594, 6.61191906371416295e1, 2.98635138197400131e2,
  8.8195222124176909e2, 1.71204761263407058e3, 2.05107837782607147e3, 1.23033935479799725e3,
];
const FAR_BELOW = [
  1, 1.57449261107098347e1, 1.17693950891312499e2, 5.37181101862009858e2, 1.62138957456669019e3, 3.29079923573345963e3,
  4.36261909014324716e3, 3.43936767414372164e3, 1.23033935480374942e3,
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
