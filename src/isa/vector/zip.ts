import { type Family, op } from "../machine/instruction.js";
import type { Machine } from "../machine/machine.js";
import { SOURCES } from "./source.js";

type Lanes = Int8Array | Int16Array | Int32Array;

/** a0 b0 a1 b1 …: the low halves meet in the first register, the high halves in the second. */
function zip(lanes: Lanes, first: number, second: number): void {
  const count = 16 / lanes.BYTES_PER_ELEMENT;
  const a = lanes.slice(first * count, first * count + count);
  const b = lanes.slice(second * count, second * count + count);
  for (let i = 0; i < count; i++) {
    const to = (i < count / 2 ? first : second) * count + ((2 * i) % count);
    lanes[to] = a[i]!;
    lanes[to + 1] = b[i]!;
  }
}

/** Even lanes of the first register followed by the second go to the first, odd ones to the second. */
function unzip(lanes: Lanes, first: number, second: number): void {
  const count = 16 / lanes.BYTES_PER_ELEMENT;
  const a = lanes.slice(first * count, first * count + count);
  const b = lanes.slice(second * count, second * count + count);
  for (let i = 0; i < count; i++) {
    const from = i < count / 2 ? a : b;
    lanes[first * count + i] = from[(2 * i) % count]!;
    lanes[second * count + i] = from[((2 * i) % count) + 1]!;
  }
}

/** Lanes of two registers woven together and apart. */
export const VECTOR_ZIP: Family = {
  name: "vector zips",
  source: SOURCES.both,
  instructions: {
    "vzip.8": op("q q", (m: Machine, x, y) => zip(m.q8, x, y)),
    "vzip.16": op("q q", (m: Machine, x, y) => zip(m.q16, x, y)),
    "vunzip.8": op("q q", (m: Machine, x, y) => unzip(m.q8, x, y)),
    "vunzip.16": op("q q", (m: Machine, x, y) => unzip(m.q16, x, y)),
    "vunzip.32": op("q q", (m: Machine, x, y) => unzip(m.q32, x, y)),
  },
};
