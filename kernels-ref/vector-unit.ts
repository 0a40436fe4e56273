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
  /** What a PReLU product on the ESP32-P4 that leaves int8 becomes. */
  readonly preluOverflow: "saturate" | "wrap";
}

/**
 * The readings that the vectors were made by. Sources: the ESP32-S3's shift count is masked to 5 bits (its reference
 * manual); the ESP32-P4's shift mask is not stated, 63 leaves published networks (person_reid, six shifts of 39) as the
 * exporter meant them; its PReLU rounds half to even if Espressif's own test of PReLU passes on silicon.
 */
export const UNPINNED: Readonly<Record<VectorUnit["chip"], Unpinned>> = {
  esp32s3: { shiftMask: 31, preluRounding: "half-even", preluOverflow: "saturate" },
  esp32p4: { shiftMask: 63, preluRounding: "half-even", preluOverflow: "saturate" },
};
