/** Python switches to scientific notation below this decimal exponent and from the other one on. */
const FIXED_FROM = -4;
const FIXED_BELOW = 16;

/**
 * A finite float64 as Python's `repr` writes it: the shortest digits that read back to the same number, always with a
 * point or an exponent of at least two digits (`1.0`, `1e-05`, `1.5e+16`, `-0.0`).
 */
export function pythonFloat(value: number): string {
  if (Object.is(value, -0)) return "-0.0";
  const [mantissa, exponentText] = value.toExponential().split("e") as [string, string];
  const exponent = Number(exponentText);
  if (exponent < FIXED_FROM || exponent >= FIXED_BELOW) {
    const sign = exponent < 0 ? "-" : "+";
    return `${mantissa}e${sign}${String(Math.abs(exponent)).padStart(2, "0")}`;
  }
  const negative = mantissa.startsWith("-") ? "-" : "";
  const digits = mantissa.replace(/[-.]/g, "");
  if (exponent < 0) return `${negative}0.${"0".repeat(-exponent - 1)}${digits}`;
  const whole = digits.slice(0, exponent + 1).padEnd(exponent + 1, "0");
  return `${negative}${whole}.${digits.slice(exponent + 1) || "0"}`;
}
