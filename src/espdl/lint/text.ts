import type { RawExponentMismatch } from "../raw-exponents.js";

/** Exponents as powers, each once: `2^-5, 2^-3`. */
export function powers(exponents: readonly number[]): string {
  return [...new Set(exponents)].map((exponent) => `2^${exponent}`).join(", ");
}

/** The scales that a mismatch's operands and its output have: `2^-5 and 2^-3, of the output 2^-3`. */
export function scales({ layer, exponents }: RawExponentMismatch): string {
  const integers = layer.types[0].dtype !== "bool" && typeof layer.exponent === "number";
  const inputs = integers ? exponents.slice(0, -1) : exponents;
  return integers ? `${powers(inputs)}, that of the output is ${powers(exponents.slice(-1))}` : powers(inputs);
}

/** A few of many numbers: `3, 7, 12 and 5 more`. */
export function some(values: readonly number[]): string {
  const shown = values.slice(0, 4).join(", ");
  return values.length > 4 ? `${shown} and ${values.length - 4} more` : shown;
}

export const dims = (shape: readonly number[]): string => `[${shape.join(", ")}]`;
