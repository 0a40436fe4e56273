import type { Tensor } from "../../base/tensor/tensor.js";

/** C's `%g`: six significant digits, no trailing zeros, an exponent of at least two digits outside of 1e-5 … 1e6. */
export function printFloat(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
  if (value === 0) return Object.is(value, -0) ? "-0" : "0";
  const rounded = sixDigits(value);
  const power = Number(rounded.toExponential(5).split("e")[1]);
  if (power >= -4 && power < 6) return trim(rounded.toFixed(Math.max(0, 5 - power)));
  const mantissa = rounded.toExponential(5).split("e")[0] as string;
  return `${trim(mantissa)}e${power < 0 ? "-" : "+"}${String(Math.abs(power)).padStart(2, "0")}`;
}

/** Half to even as C does; `toExponential` takes an exact tie away from zero. */
function sixDigits(value: number): number {
  const [exact, exponent] = value.toExponential(100).split("e") as [string, string];
  const isTie = /^-?\d\.\d{5}50*$/.test(exact);
  if (!isTie) return Number(value.toExponential(5));
  const kept = exact.slice(0, exact.indexOf(".") + 6);
  return Number(
    kept.endsWith("0") || "2468".includes(kept.at(-1) as string) ? `${kept}e${exponent}` : value.toExponential(5),
  );
}

function trim(digits: string): string {
  return digits.includes(".") ? digits.replace(/\.?0+$/, "") : digits;
}

const SUFFIX: Readonly<Record<string, string>> = {
  int16: "i16",
  int32: "",
  int64: "i64",
  float32: "f",
  float64: "f64",
};

/** Relay's text of a scalar that it prints in place; undefined for tensors and for the dtypes it does not print so. */
export function printScalar(tensor: Tensor): string | undefined {
  if (tensor.shape.length > 0) return undefined;
  if (tensor.dtype === "bool") return tensor.item() === 0 ? "False" : "True";
  const suffix = SUFFIX[tensor.dtype];
  if (suffix === undefined) return undefined;
  const value = tensor.data[0] as number | bigint;
  return (tensor.dtype.startsWith("float") ? printFloat(Number(value)) : String(value)) + suffix;
}
