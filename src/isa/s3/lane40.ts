/** Half the range of the upper limb of a lane of 40 bits. */
const HALF = 2 ** 19;

/** Adds an int32 to int16 lane `i`, clamped to 40 bits: the low limbs first, what they carry with the high ones. */
export function addToLane40(qacc: Int32Array, i: number, value: number): void {
  const low = (qacc[2 * i]! & 0xfffff) + (value & 0xfffff);
  const high = qacc[2 * i + 1]! + (value >> 20) + (low >> 20);
  if (high >= HALF) {
    qacc[2 * i] = -1;
    qacc[2 * i + 1] = HALF - 1;
  } else if (high < -HALF) {
    qacc[2 * i] = 0;
    qacc[2 * i + 1] = -HALF;
  } else {
    qacc[2 * i] = (low << 12) >> 12;
    qacc[2 * i + 1] = high;
  }
}

/** An integer's low 40 bits, signed. */
export function wrap40(value: number): number {
  const low = value - Math.floor(value / 2 ** 40) * 2 ** 40;
  return low >= 2 ** 39 ? low - 2 ** 40 : low;
}

/** The value of int16 lane `i`: limb 2i+1 above the 20 bits of limb 2i. */
export const lane40 = (qacc: Int32Array, i: number): number => qacc[2 * i + 1]! * 2 ** 20 + (qacc[2 * i]! & 0xfffff);

/** Sets int16 lane `i` to an integer of 40 bits. */
export function setLane40(qacc: Int32Array, i: number, value: number): void {
  const high = Math.floor(value / 2 ** 20);
  qacc[2 * i + 1] = high;
  qacc[2 * i] = ((value - high * 2 ** 20) << 12) >> 12;
}
