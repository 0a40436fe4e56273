import type { Machine } from "../machine/machine.js";

const clamp8 = (v: number): number => (v > 127 ? 127 : Math.max(v, -128));
const clamp16 = (v: number): number => (v > 32767 ? 32767 : Math.max(v, -32768));

/** Sums of 16 int8 lanes, saturated. */
export function add8({ q8 }: Machine, z: number, x: number, y: number): void {
  for (let i = 0; i < 16; i++) q8[z * 16 + i] = clamp8(q8[x * 16 + i]! + q8[y * 16 + i]!);
}

/** Sums of 8 int16 lanes, saturated. */
export function add16({ q16 }: Machine, z: number, x: number, y: number): void {
  for (let i = 0; i < 8; i++) q16[z * 8 + i] = clamp16(q16[x * 8 + i]! + q16[y * 8 + i]!);
}

/** Differences of 16 int8 lanes, saturated. */
export function sub8({ q8 }: Machine, z: number, x: number, y: number): void {
  for (let i = 0; i < 16; i++) q8[z * 16 + i] = clamp8(q8[x * 16 + i]! - q8[y * 16 + i]!);
}

/** Differences of 8 int16 lanes, saturated. */
export function sub16({ q16 }: Machine, z: number, x: number, y: number): void {
  for (let i = 0; i < 8; i++) q16[z * 8 + i] = clamp16(q16[x * 8 + i]! - q16[y * 8 + i]!);
}
