import type { Isa } from "../machine/isa.js";

/** What an instruction costs beyond its one cycle. Estimates: nothing here was measured on silicon. */
export interface CostModel {
  /** A branch that is taken: instructions that were fetched behind it and are dropped. */
  readonly takenBranch: number;
  /** An instruction that needs at once what the one before it loads. */
  readonly loadUse: number;
  /** Hz */
  readonly clock: number;
  readonly source: string;
}

/** Memory is taken to answer at once, which internal RAM does and PSRAM and flash do not. */
export const COSTS: Readonly<Record<Isa["chip"], CostModel>> = {
  esp32s3: {
    takenBranch: 2,
    loadUse: 1,
    clock: 240e6,
    source: "Xtensa LX7, five stages: a taken branch drops two instructions, a load is one cycle late; 240 MHz",
  },
  esp32p4: {
    takenBranch: 2,
    loadUse: 1,
    clock: 360e6,
    source: "no pipeline of the ESP32-P4's core is published: as of the ESP32-S3; 360 MHz",
  },
};
