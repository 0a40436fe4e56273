import type { Arithmetic } from "../arithmetic.js";
import { UNPINNED } from "../vector-unit.js";

/**
 * The chips by the names that `--target_chip` takes, and whose functions ESP-DL runs on each: the assembly of its own vector
 * unit, or the portable C, which by itself stands for any chip without one. (The S31 runs what the P4 runs.)
 */
export const CHIPS = {
  esp32: "c",
  esp32s2: "c",
  esp32s3: "esp32s3",
  esp32c2: "c",
  esp32c3: "c",
  esp32c5: "c",
  esp32c6: "c",
  esp32h2: "c",
  esp32p4: "esp32p4",
  c: "c",
} as const;

export type Chip = keyof typeof CHIPS;
/** A chip that has a vector unit, whose functions are assembly. */
export type VectorChip = Exclude<(typeof CHIPS)[Chip], "c">;

export const isVectorChip = (chip: Chip): chip is VectorChip => CHIPS[chip] !== "c";

const HALF_UP: Arithmetic = {
  negativeShift: "saturating-left-shift",
  rounding: "half-up",
  bias: "before-shift",
  saturation: "at-end",
};

/** The arithmetic of today's ESP-DL (v3), by whose functions run, with accumulators that never saturate. */
export const ESPDL_ARITHMETIC: Readonly<Record<(typeof CHIPS)[Chip], Arithmetic>> = {
  c: HALF_UP,
  esp32s3: { ...HALF_UP, vector: { chip: "esp32s3", ...UNPINNED } },
  esp32p4: { ...HALF_UP, rounding: "half-even", vector: { chip: "esp32p4", ...UNPINNED } },
};
