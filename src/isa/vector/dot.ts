import type { Machine } from "../machine/machine.js";

const HIGH40 = 2 ** 39 - 1;
const LOW40 = -(2 ** 39);

/** All 16 int8 products added to the 40-bit accumulator, which is clamped once. */
export function dot8({ acc, q8 }: Machine, x: number, y: number): void {
  let sum = 0;
  for (let i = 0; i < 16; i++) sum += q8[x * 16 + i]! * q8[y * 16 + i]!;
  acc[0] = Math.min(Math.max(acc[0]! + sum, LOW40), HIGH40);
}

/** All 8 int16 products added to the 40-bit accumulator, which is clamped once. */
export function dot16({ acc, q16 }: Machine, x: number, y: number): void {
  let sum = 0;
  for (let i = 0; i < 8; i++) sum += q16[x * 8 + i]! * q16[y * 8 + i]!;
  acc[0] = Math.min(Math.max(acc[0]! + sum, LOW40), HIGH40);
}
