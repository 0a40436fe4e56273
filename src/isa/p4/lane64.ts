import { shiftRounded } from "./rounding.js";

const SAFE = 2 ** 53;
const TOP = 2 ** 31 - 1;
const BOTTOM = -(2 ** 31);

/** Adds an int32 to int16 lane `i` of 64 bits (words 2i, low, and 2i+1), saturating. */
export function addToLane(qacc: Int32Array, i: number, value: number): void {
  const before = qacc[2 * i]!;
  const low = (before + value) | 0;
  const carry = low >>> 0 < before >>> 0 ? 1 : 0;
  const high = qacc[2 * i + 1]! + (value >> 31) + carry;
  if (high > TOP) {
    qacc[2 * i] = -1;
    qacc[2 * i + 1] = TOP;
  } else if (high < BOTTOM) {
    qacc[2 * i] = 0;
    qacc[2 * i + 1] = BOTTOM;
  } else {
    qacc[2 * i] = low;
    qacc[2 * i + 1] = high;
  }
}

export function setLane(qacc: Int32Array, i: number, value: number): void {
  qacc[2 * i] = value;
  qacc[2 * i + 1] = value < 0 ? -1 : 0;
}

/** int16 lane `i` divided by 2^shift (below 64), rounded by mode; exact up to 2^53, beyond only its sign and size are. */
export function shiftedLane(qacc: Int32Array, i: number, shift: number, mode: number): number {
  const high = qacc[2 * i + 1]!;
  const value = high * 2 ** 32 + (qacc[2 * i]! >>> 0);
  if (Math.abs(value) < SAFE) return shiftRounded(value, shift, mode);
  if (shift < 32) return value / 2 ** shift;
  // The bits below 2^32 only say whether anything is left over; a sticky bit keeps ties apart from what is just above.
  const sticky = qacc[2 * i] === 0 ? 0 : 0.25;
  const rest = qacc[2 * i]! >>> 0 >= 2 ** 31 ? 0.5 : 0;
  return shiftRounded(high + rest + (qacc[2 * i]! << 1 === 0 ? 0 : sticky), shift - 32, mode);
}
