/** Every buffer of the arena, and the arena itself, starts at a multiple of this: the vector loads of the ESP32-S3 need it. */
export const ALIGNMENT = 16;

/** `bytes` rounded up to a whole number of alignment units. */
export const aligned = (bytes: number): number => Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;

/** Bytes that must be kept from the layer `first`, which writes them, to the layer `last`, the last to read them. */
export interface Interval {
  readonly bytes: number;
  readonly first: number;
  readonly last: number;
}

/** True when both are kept during some layer, so that their bytes must not overlap. */
export function overlapInTime(a: Interval, b: Interval): boolean {
  return a.first <= b.last && b.first <= a.last;
}
