import type { VectorUnit } from "../vector-unit.js";

/** Where an accumulator of a product sum is: in a lane, or in the wide one of the channels left over. */
export type AccumulatorPlace = "lane" | "rest";

/**
 * The shift that a vector unit makes of a stated one: it takes only the low bits of the count.
 * Law: lanes of int8 take `shiftMask`'s bits, all else 6. The ESP32-S3 rounds by a shift of count − 1, an addition and a
 * shift of 1, so it is count − 1 that is cut; a negative shift of its int8 convolutions resets the chip and stays what it is
 * here. On the ESP32-P4 the count itself is cut, so a negative one is a large shift to the right.
 */
export function effectiveShift(
  shift: number,
  bytes: number,
  place: AccumulatorPlace,
  vector: VectorUnit | undefined,
): number {
  if (vector === undefined) return shift;
  const mask = bytes === 1 && place === "lane" ? vector.shiftMask : 63;
  if (vector.chip === "esp32p4") return shift & mask;
  if (shift === 0 || (shift < 0 && bytes === 1)) return shift;
  return ((shift - 1) & mask) + 1;
}
