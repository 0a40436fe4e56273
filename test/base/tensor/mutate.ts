import fc from "fast-check";

/** A change to a file's bytes; positions are fractions of its length, so that one change fits any file. */
export type Mutation =
  | { readonly kind: "flip"; readonly at: number; readonly bit: number }
  | { readonly kind: "set"; readonly at: number; readonly bytes: readonly number[] }
  | { readonly kind: "cut"; readonly at: number }
  | { readonly kind: "insert"; readonly at: number; readonly bytes: readonly number[] }
  | { readonly kind: "splice"; readonly at: number; readonly from: number; readonly share: number };

const at = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

/** Bytes that mean much to the formats read here: ends of varints, lengths and sizes. */
const telling = fc.oneof(
  fc.uint8Array({ minLength: 1, maxLength: 8 }).map((bytes) => [...bytes]),
  fc.constantFrom(
    Array<number>(10).fill(0xff),
    [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f],
    [0xff, 0xff, 0xff, 0xff, 0x0f],
    [0x80, 0x80, 0x80, 0x80, 0x80, 0x01],
    [0xff, 0xff, 0xff, 0x7f],
    [0],
  ),
);

/** One to four changes. The first bytes, where headers and graphs begin, are changed most often. */
export const mutations: fc.Arbitrary<Mutation[]> = fc.array(
  fc.oneof(
    fc.record({ kind: fc.constant("flip" as const), at, bit: fc.integer({ min: 0, max: 7 }) }),
    fc.record({
      kind: fc.constant("set" as const),
      at: fc.oneof(
        at,
        at.map((x) => x / 20),
      ),
      bytes: telling,
    }),
    fc.record({ kind: fc.constant("cut" as const), at }),
    fc.record({
      kind: fc.constant("insert" as const),
      at: fc.oneof(
        at,
        at.map((x) => x / 20),
      ),
      bytes: telling,
    }),
    fc.record({ kind: fc.constant("splice" as const), at, from: at, share: at.map((x) => x / 10) }),
  ),
  { minLength: 1, maxLength: 4 },
);

export function mutate(bytes: Uint8Array, changes: readonly Mutation[]): Uint8Array {
  let result = Buffer.from(bytes);
  for (const change of changes) {
    const position = Math.floor(change.at * result.length);
    const [before, after] = [result.subarray(0, position), result.subarray(position)];
    if (change.kind === "cut") result = before;
    else if (change.kind === "flip") {
      if (result.length > 0) result[position]! ^= 1 << change.bit;
    } else if (change.kind === "set") result.set(Uint8Array.from(change.bytes).subarray(0, after.length), position);
    else if (change.kind === "insert") result = Buffer.concat([before, Uint8Array.from(change.bytes), after]);
    else {
      const start = Math.floor(change.from * result.length);
      const piece = result.subarray(start, start + Math.floor(change.share * result.length));
      result = Buffer.concat([before, piece, after]);
    }
  }
  return result;
}
