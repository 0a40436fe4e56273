/**
 * Whose vector instructions run an operator of an `.espdl` file where their law is not that of portable C, and what of
 * them is read but not pinned by anything that ran on silicon. `UNPINNED` holds the reading by which the vectors were
 * made.
 */
export interface VectorUnit extends Unpinned {
  readonly chip: "esp32s3" | "esp32p4";
}

/** Semantics that two readings of the manuals allow. */
export interface Unpinned {
  /** Bits of a shift count that an int8 convolution's lanes take: a count of 39 acts as 7 (31), or as 39 (63). */
  readonly shiftMask: 31 | 63;
  /** How the negative branch of PReLU rounds on the ESP32-P4: by its rounding mode, or always down. */
  readonly preluRounding: "half-even" | "floor";
  /** How a nearest Resize on the ESP32-P4 rounds: it leaves the rounding mode as the last operator set it. */
  readonly resizeRounding: "half-even" | "floor";
  /** What a PReLU product on the ESP32-P4 that leaves int8 becomes. */
  readonly preluOverflow: "saturate" | "wrap";
}

/**
 * The readings that the vectors were made by. Sources: a shift count of 5 bits is what the ESP32-S3's reference manual
 * says, and is read the same on the ESP32-P4 (with 63 a published network with shifts of 39 is as its exporter meant it);
 * PReLU rounds half to even if Espressif's own test of it passes on silicon, and a test by others saw products saturate;
 * every convolution leaves the rounding mode half to even.
 */
export const UNPINNED: Unpinned = {
  shiftMask: 31,
  preluRounding: "half-even",
  resizeRounding: "half-even",
  preluOverflow: "saturate",
};
