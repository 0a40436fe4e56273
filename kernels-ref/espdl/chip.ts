import type { Arithmetic } from "../arithmetic.js";
import { UNPINNED } from "../vector-unit.js";

/** Whose arithmetic: ESP32-S3, ESP32-P4 (and S31), or the portable C of all other ESP32 chips. */
export type Chip = "esp32s3" | "esp32p4" | "c";

const HALF_UP: Arithmetic = {
  negativeShift: "saturating-left-shift",
  rounding: "half-up",
  bias: "before-shift",
  saturation: "at-end",
};

/** The arithmetic of today's ESP-DL (v3) on each chip, with accumulators that never saturate. */
export const ESPDL_ARITHMETIC: Readonly<Record<Chip, Arithmetic>> = {
  c: HALF_UP,
  esp32s3: { ...HALF_UP, vector: { chip: "esp32s3", ...UNPINNED } },
  esp32p4: { ...HALF_UP, rounding: "half-even", vector: { chip: "esp32p4", ...UNPINNED } },
};
