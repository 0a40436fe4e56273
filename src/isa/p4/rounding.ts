import { type Rounding, roundToInteger } from "../../../kernels-ref/arithmetic.js";
import { MachineFault } from "../machine/fault.js";
import { INVERSE_POWERS } from "../machine/powers.js";

/** CFG.vxrm: how a shift right rounds. Mode 7 asserts that nothing is lost, which nothing here relies on. */
const MODES: readonly (Rounding | "ceiling" | "away" | "half-down")[] = [
  "floor",
  "ceiling",
  "away",
  "toward-zero",
  "half-away",
  "half-down",
  "half-even",
];

/** The rounding mode's number in a configuration word. */
export const roundingMode = (cfg: number): number => (cfg >> 4) & 15;

/** value / 2^shift for an integer below 2^53 and a shift below 64, rounded by mode. @throws MachineFault for mode 7 up */
export function shiftRounded(value: number, shift: number, mode: number): number {
  const quotient = value * INVERSE_POWERS[shift]!;
  if (mode === 6) {
    const below = Math.floor(quotient);
    const rest = quotient - below;
    return rest > 0.5 || (rest === 0.5 && below * 0.5 !== Math.floor(below * 0.5)) ? below + 1 : below;
  }
  if (mode === 0) return Math.floor(quotient);
  const name = MODES[mode];
  if (name === undefined) throw new MachineFault(`rounds by mode ${mode} of CFG.vxrm, which is not known`);
  if (name === "ceiling") return Math.ceil(quotient);
  if (name === "away") return Math.sign(quotient) * Math.ceil(Math.abs(quotient));
  if (name === "half-down") return Math.sign(quotient) * Math.ceil(Math.abs(quotient) - 0.5);
  return roundToInteger(quotient, name);
}
