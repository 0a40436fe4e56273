import type { NdArray } from "./array.js";
import type { VectorUnit } from "./vector-unit.js";

/**
 * How a quotient that is not an integer becomes one.
 * `floor` → −∞ (an arithmetic shift) · `half-up` → nearest, ties to +∞ · `half-even` → nearest, ties to even ·
 * `half-away` → nearest, ties away from zero · `toward-zero` → truncation.
 */
export type Rounding = "floor" | "half-up" | "half-even" | "half-away" | "toward-zero";

/**
 * The choices in which two implementations of the same operator may differ. Everything that is not a choice
 * (loop bounds, padding, which tap meets which weight) is in the operator's own file.
 */
export interface Arithmetic {
  /** What a right shift by a negative amount does: undefined in C, so every choice here is a convention. */
  readonly negativeShift: "saturating-left-shift" | "zero";
  /** How a fused convolution divides its accumulator by 2^shift. */
  readonly rounding: Rounding;
  /** Where a fused convolution adds its bias; the bias tensor is in the scale of that place (accumulator, output). */
  readonly bias: "before-shift" | "after-shift";
  /** Whether a fused convolution saturates to int8 after the shift and again after the bias, or once, at the end. */
  readonly saturation: "each-step" | "at-end";
  /**
   * Width in bits of the saturating SIMD lanes in which an int8 convolution of an `.espdl` file accumulates (20 on the
   * ESP32-S3); absent where accumulators do not saturate.
   */
  readonly laneBits?: number;
  /** The vector unit that runs an `.espdl` file's operators; absent where all of them are portable C. */
  readonly vector?: VectorUnit;
  /** Told of every element of a convolution's output whose lane saturated on the way. */
  readonly onLaneSaturation?: (output: NdArray, index: number) => void;
}

/** The arithmetic of the ESP-DL "deploy with TVM" flow on the board. */
export const TVM_ARITHMETIC: Arithmetic = {
  negativeShift: "saturating-left-shift",
  rounding: "floor",
  bias: "after-shift",
  saturation: "each-step",
};

/** The same as the original debug run on x86-64 showed it, where a negative shift gave 0. */
export const TVM_X86_ARITHMETIC: Arithmetic = { ...TVM_ARITHMETIC, negativeShift: "zero" };

export const INT8_MIN = -128;
export const INT8_MAX = 127;
export const INT32_MIN = -(2 ** 31);
export const INT32_MAX = 2 ** 31 - 1;

/** `value` if it lies in [`low`, `high`], else the nearer end. NaN becomes `high`, as C's `x < high ? x : high` has it. */
export function saturate(value: number, low: number, high: number): number {
  if (!(value < high)) return high;
  return Math.max(value, low);
}

/**
 * The integer that `value` rounds to. Exact for every finite double: `value − floor(value)` never rounds across ½.
 * `half-away` and `toward-zero` keep the sign of zero, as C's `roundf` and `truncf` do.
 */
export function roundToInteger(value: number, rounding: Rounding): number {
  if (rounding === "floor") return Math.floor(value);
  const truncated = Math.trunc(value);
  if (rounding === "toward-zero") return truncated;
  if (rounding === "half-away") {
    return Math.abs(value - truncated) >= 0.5 ? truncated + Math.sign(value) : truncated;
  }
  const below = Math.floor(value);
  const rest = value - below;
  if (rounding === "half-up") return rest >= 0.5 ? below + 1 : below;
  return rest > 0.5 || (rest === 0.5 && below % 2 !== 0) ? below + 1 : below;
}

/**
 * value / 2^shift as an int32, for an int32 `value` and any integer `shift`.
 *
 * Law: the quotient of an int32 by a power of two is exact in a double (a power of two only moves the exponent), so
 * rounding it once is the true result, also for shifts of 32 and more, which C leaves undefined. A negative shift
 * multiplies and saturates to int32, or gives 0 (`negativeShift`).
 */
export function shiftRight(
  value: number,
  shift: number,
  rounding: Rounding,
  negativeShift: Arithmetic["negativeShift"],
): number {
  if (rounding === "floor" && shift >= 0 && shift < 32) return value >> shift;
  if (shift >= 0) return roundToInteger(value * 2 ** -shift, rounding);
  return negativeShift === "zero" ? 0 : saturate(value * 2 ** -shift, INT32_MIN, INT32_MAX);
}

/** As `shiftRight` with rounding `floor`, for int64. Saturates to int64 when the shift is negative. */
export function shiftRightInt64(value: bigint, shift: bigint, negativeShift: Arithmetic["negativeShift"]): bigint {
  if (shift >= 0n) return value >> shift;
  if (negativeShift === "zero" || value === 0n) return 0n;
  const limit = 2n ** 63n;
  if (shift < -63n) return value < 0n ? -limit : limit - 1n;
  const shifted = value << -shift;
  return shifted < -limit ? -limit : shifted >= limit ? limit - 1n : shifted;
}
