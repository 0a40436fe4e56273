/** A generator of 32-bit numbers (mulberry32): the same seed, the same mutations. */
export function random(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let word = Math.imul(state ^ (state >>> 15), state | 1);
    word ^= word + Math.imul(word ^ (word >>> 7), word | 61);
    return ((word ^ (word >>> 14)) >>> 0) % below;
  };
}

type Mutation = (file: Uint8Array, below: (limit: number) => number, other: Uint8Array) => Uint8Array;

/** Offsets, lengths and sizes that a reader must not believe. */
const EXTREMES = [0, 1, 3, 4, 16, 0x7f, 0xffff, 0x7fffffff, 0x80000000, 0xfffffffc, 0xffffffff];

function withWord(file: Uint8Array, at: number, value: number): Uint8Array {
  const copy = file.slice();
  new DataView(copy.buffer).setUint32(at, value >>> 0, true);
  return copy;
}

const wordAt = (file: Uint8Array, below: (limit: number) => number): number =>
  4 * below(Math.floor(Math.min(file.length, 4096) / 4));

export const MUTATIONS: Readonly<Record<string, Mutation>> = {
  "flipped bits": (file, below) => {
    const copy = file.slice();
    for (let count = 1 + below(8); count > 0; count--) copy[below(copy.length)]! ^= 1 << below(8);
    return copy;
  },
  "cut short": (file, below) => file.slice(0, below(file.length)),
  "cut short, header mended": (file, below) => {
    const size = below(file.length - 16);
    return withWord(file.slice(0, 16 + size), 8, size);
  },
  "an extreme word": (file, below) => withWord(file, wordAt(file, below), EXTREMES[below(EXTREMES.length)]!),
  "a word moved a little": (file, below) => {
    const at = wordAt(file, below);
    const word = new DataView(file.buffer, file.byteOffset).getUint32(at, true);
    return withWord(file, at, word + below(65) - 32);
  },
  "an offset to elsewhere": (file, below) => withWord(file, wordAt(file, below), below(file.length)),
  "a part of another file": (file, below, other) => {
    const copy = file.slice();
    const length = below(Math.min(256, other.length));
    const from = below(other.length - length);
    const part = other.subarray(from, from + length);
    const to = 16 + below(Math.max(1, copy.length - 16 - length));
    copy.set(part.subarray(0, Math.max(0, copy.length - to)), to);
    return copy;
  },
  "a part doubled": (file, below) => {
    const at = below(file.length);
    const end = at + below(Math.min(512, file.length - at));
    return Uint8Array.from([...file.subarray(0, end), ...file.subarray(at)]);
  },
  "a part left out": (file, below) => {
    const at = below(file.length);
    const end = at + below(Math.min(512, file.length - at));
    return Uint8Array.from([...file.subarray(0, at), ...file.subarray(end)]);
  },
};
