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
}

/** The arithmetic of the ESP-DL "deploy with TVM" flow on the board. */
export const TVM_ARITHMETIC: Arithmetic = { negativeShift: "saturating-left-shift" };

/** The same as the original debug run on x86-64 showed it, where an over-wide shift gave 0. */
export const TVM_X86_ARITHMETIC: Arithmetic = { negativeShift: "zero" };
