import { numberLiteral } from "../../number.js";
import { type CallSite, refuse } from "../emitter.js";

/** How the chip rounds, a member of `enum dl_rounding`. */
export function rounding({ arithmetic }: CallSite): string {
  return arithmetic.rounding === "half-even" ? "DL_HALF_EVEN" : "DL_HALF_UP";
}

/** Beyond it a float32 result has saturated, or is 0, whatever the exponent. */
const LIMIT = 126;

/** 2^exponent as a float32 constant. */
export function power(exponent: number): string {
  return numberLiteral("float32", 2 ** Math.max(-LIMIT, Math.min(exponent, LIMIT)));
}

export const float = (value: number): string => numberLiteral("float32", value);

const SUFFIXES: Readonly<Record<string, string>> = { int8: "s8", int16: "s16", float32: "f32" };

/** The end of a function's name for a dtype of the data or of the result. @throws UserError for another dtype. */
export function suffixOf(site: CallSite, dtype: string = site.types[0]!.dtype): string {
  return SUFFIXES[dtype] ?? refuse(site, dtype);
}
