import type { Machine } from "../machine/machine.js";

/** Four lanes of 32 bits shifted left by SAR, their low 32 bits kept; from 32 on nothing is left. */
export function shiftLeft32({ q32, sar }: Machine, z: number, x: number): void {
  for (let i = 0; i < 4; i++) q32[z * 4 + i] = sar > 31 ? 0 : q32[x * 4 + i]! << sar;
}
