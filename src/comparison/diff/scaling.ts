import { isFloat } from "../../../kernels-ref/array.js";
import type { TraceLayer } from "../../formats/trace/trace.js";
import type { Scaling } from "./compare-elements.js";

/** What an error against a float trace may be, in steps of the integer side's scale, and still count as its rounding. */
const HALF_STEP = 0.5;

export interface Unit {
  readonly scaling: Scaling;
  readonly mismatch: ("dtype" | "exponent")[];
  readonly remarks: string[];
}

/** The unit in which two layers are compared, and what can be said before their values are looked at. */
export function unitOf(a: TraceLayer, b: TraceLayer): Unit {
  const [floatA, floatB] = [a, b].map(({ tensor }) => isFloat(tensor.data) || tensor.dtype === "float16");
  const types = `${a.tensor.dtype} against ${b.tensor.dtype}`;
  if (floatA !== floatB) return againstFloat(floatA ? b : a, floatA === true, types);
  const sameType = a.tensor.dtype === b.tensor.dtype;
  const mismatch: Unit["mismatch"] = sameType ? [] : ["dtype"];
  const remarks = sameType ? [] : [types];
  if (floatA) return { scaling: { unit: "values", a: 1, b: 1, tolerance: 0 }, mismatch, remarks };
  const known = a.exponent !== undefined && b.exponent !== undefined;
  if (!known || String(a.exponent) === String(b.exponent)) {
    return { scaling: { unit: "integers", a: 1, b: 1, tolerance: 0 }, mismatch, remarks };
  }
  const factor =
    typeof a.exponent === "number" && typeof b.exponent === "number" ? 2 ** (b.exponent - a.exponent) : undefined;
  return {
    scaling: { unit: factor === undefined ? "integers" : "steps", a: 1, b: factor ?? 1, tolerance: 0 },
    mismatch: [...mismatch, "exponent"],
    remarks: [...remarks, `exponent ${shown(a.exponent)} against ${shown(b.exponent)}`],
  };
}

function againstFloat(integer: TraceLayer, floatIsA: boolean, types: string): Unit {
  const { exponent } = integer;
  if (typeof exponent !== "number") {
    const remarks = [`${types}, no single exponent: stored numbers compared`];
    return { scaling: { unit: "values", a: 1, b: 1, tolerance: 0 }, mismatch: [], remarks };
  }
  const factor = 2 ** -exponent;
  const [a, b] = floatIsA ? [factor, 1] : [1, factor];
  const step = Number.isInteger(exponent) ? `2^${exponent}` : (2 ** exponent).toPrecision(4);
  const remarks = [`${types}: in steps of ${step}`];
  return { scaling: { unit: "steps", a, b, tolerance: HALF_STEP }, mismatch: [], remarks };
}

function shown(exponent: number | readonly number[] | undefined): string {
  return typeof exponent === "object"
    ? `[${exponent.slice(0, 3).join(", ")}${exponent.length > 3 ? ", …" : ""}]`
    : String(exponent);
}
