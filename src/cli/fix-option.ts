import { UserError } from "../base/errors.js";
import type { Range } from "../quantization/calibrate/range.js";

/** What `--fix` states of tensors, by their names in the float model. */
export interface Fixed {
  readonly exponents: ReadonlyMap<string, number>;
  readonly ranges: ReadonlyMap<string, Range>;
}

/** Exponents of int8 scales that int32 accumulators and float32 scales hold. */
const EXPONENT = 31;

/** `NAME=E` or `NAME=MIN:MAX`, of an option that may be given several times. @throws UserError for any other text. */
export function collectFixed(text: string, fixed?: Fixed): Fixed {
  const at = text.lastIndexOf("=");
  const [name, value] = [text.slice(0, at), text.slice(at + 1)];
  const numbers = value.split(":").map((word) => (word.trim() === "" ? Number.NaN : Number(word)));
  const [first, last = first] = numbers as [number, number?];
  const { exponents = [], ranges = [] } = fixed ?? {};
  if (at > 0 && numbers.length === 1 && Number.isInteger(first) && Math.abs(first) <= EXPONENT)
    return { exponents: new Map([...exponents, [name, first]]), ranges: new Map(ranges) };
  if (at > 0 && numbers.length === 2 && Number.isFinite(first) && Number.isFinite(last) && first <= last)
    return { exponents: new Map(exponents), ranges: new Map([...ranges, [name, { min: first, max: last }]]) };
  throw new UserError(
    `--fix: expected TENSOR=EXPONENT such as logits=-3, or TENSOR=MIN:MAX such as logits=-8:7.9, got ${text}`,
  );
}
