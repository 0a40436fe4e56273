/** Ends of a lane, or of ACCX, of 40 bits. */
export const HIGH40 = 2 ** 39 - 1;
export const LOW40 = -(2 ** 39);

export const clamp40 = (value: number): number => (value > HIGH40 ? HIGH40 : value < LOW40 ? LOW40 : value);

/** An integer's low 40 bits, signed. */
export function wrap40(value: number): number {
  const low = value - Math.floor(value / 2 ** 40) * 2 ** 40;
  return low > HIGH40 ? low - 2 ** 40 : low;
}

/** The value of int16 lane `i`: limb 2i+1 above the 20 bits of limb 2i. */
export const lane40 = (qacc: Int32Array, i: number): number => qacc[2 * i + 1]! * 2 ** 20 + (qacc[2 * i]! & 0xfffff);

/** Sets int16 lane `i` to an integer of 40 bits. */
export function setLane40(qacc: Int32Array, i: number, value: number): void {
  const high = Math.floor(value / 2 ** 20);
  qacc[2 * i + 1] = high;
  qacc[2 * i] = ((value - high * 2 ** 20) << 12) >> 12;
}
