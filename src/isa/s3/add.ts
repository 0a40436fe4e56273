import { type Family, load, op } from "../machine/instruction.js";
import { add8, add16, sub8, sub16 } from "../vector/add.js";
import { SOURCES } from "../vector/source.js";
import { thenLoad } from "../vector/then-load.js";

/** Saturating sums and differences of lanes. */
export const S3_ADD: Family = {
  name: "S3 addition",
  source: SOURCES.s3,
  instructions: {
    "ee.vadds.s8": op("q q q", add8),
    "ee.vadds.s16": op("q q q", add16),
    "ee.vsubs.s8": op("q q q", sub8),
    "ee.vsubs.s16": op("q q q", sub16),
    "ee.vadds.s8.ld.incp": load("q u q q q", thenLoad(add8)),
    "ee.vadds.s16.ld.incp": load("q u q q q", thenLoad(add16)),
    "ee.vsubs.s8.ld.incp": load("q u q q q", thenLoad(sub8)),
    "ee.vsubs.s16.ld.incp": load("q u q q q", thenLoad(sub16)),
  },
};
