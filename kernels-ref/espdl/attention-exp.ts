const { fround } = Math;

/** Entries of the table of e^(−i / 64); the last is e^−16. */
const ENTRIES = 1024;
const PER_UNIT = 64;

/**
 * T[i] = e^(−i / 64) as float32, i = 0 … 1024: the bits that esp-dl and esp-ppq freeze. The double exponential rounded
 * to float32 gives every one of them (first 0x3F800000, 0x3F7C07F5, last 0x33F1AADE).
 */
export const TABLE = Float32Array.from({ length: ENTRIES + 1 }, (_, i) => Math.exp(-i / PER_UNIT));

/** T continued to e^−33: above entry 1024 the product T[i − 1024] · T[1024], 0 from e^−32 on. */
export const LONG_TABLE = Float32Array.from({ length: 33 * PER_UNIT + 1 }, (_, i) => {
  if (i <= ENTRIES) return TABLE[i];
  return i < 2 * ENTRIES ? TABLE[i - ENTRIES] * TABLE[ENTRIES] : 0;
});

/** e^x for float32 x ≤ 0, between two entries by a straight line (the blend in double); 1 for x ≥ 0, e^−16 below −16. */
export function expLinear(x: number): number {
  if (x >= 0) return 1;
  const position = fround(-x * PER_UNIT);
  const index = Math.trunc(position);
  if (index >= ENTRIES) return TABLE[ENTRIES];
  const [a, b] = [TABLE[index], TABLE[index + 1]];
  return fround(a + (b - a) * (position - index));
}

/** e^x for float32 x ≤ 0, the entry below corrected by a cubic, every step float32; 1 for x ≥ 0, 0 from −32 down. */
export function expCubic(x: number): number {
  if (x >= 0) return 1;
  const r = -x;
  if (r >= 32) return 0;
  const index = Math.trunc(fround(r * PER_UNIT));
  const d = fround(r - index / PER_UNIT);
  const third = fround(0.5 - fround(d * fround(1 / 6)));
  const second = fround(1 - fround(d * third));
  return fround(LONG_TABLE[index] * fround(1 - fround(d * second)));
}
