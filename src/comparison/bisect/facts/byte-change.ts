/** Bytes that an erase clears and a write fills as one; flash chips have pages of 256 and sectors of 4,096. */
const PAGE = 256;
/** How far a table may have moved. */
const SHIFT_MAX = 64;
/** Bytes of a stretch that is looked for in another place */
const LEAST = 8;

/**
 * A stretch of a table that is one byte throughout, or a table that begins elsewhere, in words that follow "are not the
 * model's:"; undefined for anything else. Both have the same length, and differ.
 */
export function wholeChange(expected: Uint8Array, found: Uint8Array): string | undefined {
  const differing = differingBytes(expected, found);
  return filled(differing, expected, found) ?? moved(expected, found);
}

const differingBytes = (expected: Uint8Array, found: Uint8Array): number[] =>
  [...expected.keys()].filter((i) => expected[i] !== found[i]);

/** All that differs lies in one stretch of equal bytes. */
function filled(differing: readonly number[], { length }: Uint8Array, found: Uint8Array): string | undefined {
  const value = found[differing[0]!]!;
  let [start, end] = [differing[0]!, differing.at(-1)! + 1];
  const isFilled = (from: number, to: number): boolean => found.subarray(from, to).every((byte) => byte === value);
  if (!isFilled(start, end) || (differing.length < 4 && end - start < 4)) return undefined;
  // Whole pages, where what is equal by chance belongs to the stretch.
  const [pageStart, pageEnd] = [Math.floor(start / PAGE) * PAGE, Math.min(Math.ceil(end / PAGE) * PAGE, length)];
  if (isFilled(pageStart, start)) start = pageStart;
  if (isFilled(end, pageEnd)) end = pageEnd;
  const what = value === 0 ? "0" : `0x${hex(value)}`;
  const erased = value === 0xff && end - start >= 64 ? " (an erased flash page)" : "";
  if (start === 0 && end === length) return `all ${length} bytes are ${what}${value === 0xff ? " (erased flash)" : ""}`;
  const tail = end === length ? "the last " : "";
  return `${tail}${end - start} bytes from offset ${start} are ${what}${erased}`;
}

/** The table begins earlier or later than it should: what lies before or behind it is unknown. */
function moved(expected: Uint8Array, found: Uint8Array): string | undefined {
  const most = Math.min(SHIFT_MAX, Math.floor(expected.length / 2));
  for (let by = 1; by <= most; by++) {
    if (by * 4 > expected.length) break;
    if (found.subarray(by).every((byte, i) => byte === expected[i])) return `they begin ${by} bytes too late`;
    if (expected.subarray(by).every((byte, i) => byte === found[i])) return `they begin ${by} bytes too early`;
  }
  return undefined;
}

/** Bytes that a stretch of another place has: a page written or read twice, two of them exchanged. */
function copied(differing: readonly number[], expected: Uint8Array, found: Uint8Array): string | undefined {
  const [first, last] = [differing[0]!, differing.at(-1)!];
  if (differing.length < LEAST || new Set(differing.map((i) => found[i])).size < 4) return undefined;
  for (let by = 1; by < expected.length; by++) {
    for (const to of [-by, by]) {
      if (!differing.every((i) => found[i] === expected[i + to])) continue;
      return `bytes ${first}–${last} are those of ${first + to}–${last + to} again`;
    }
    const [half] = differing.filter((i) => i >= first + by);
    if (half === undefined || !differing.every((i) => found[i] === expected[i < half ? i + by : i - by])) continue;
    const end = differing.findLast((i) => i < half)!;
    return `bytes ${first}–${end} and ${half}–${last} are exchanged`;
  }
  return undefined;
}

/** Which bytes are others, and what was done to them as far as bits tell it. */
export function editedBytes(expected: Uint8Array, found: Uint8Array): string {
  const differing = differingBytes(expected, found);
  const copy = copied(differing, expected, found);
  if (copy !== undefined) return copy;
  const [first] = differing;
  const changes = differing.map((i) => expected[i]! ^ found[i]!);
  const place = differing.length === 1 ? `at ${first}` : `first at ${first}, last at ${differing.at(-1)}`;
  const counted = differing.length === 1 ? "1 byte differs" : `${differing.length} bytes differ`;
  return `${counted}, ${place}: ${bitsOf(differing, changes, found) ?? `0x${hex(expected[first!]!)} expected, 0x${hex(found[first!]!)} found`}`;
}

/** One bit of each, or bits that are 0 (or 1) in all of them. */
function bitsOf(differing: readonly number[], changes: readonly number[], found: Uint8Array): string | undefined {
  const each = differing.length > 1 ? " of each" : "";
  const single = changes.every((bits) => (bits & (bits - 1)) === 0);
  if (single && changes.every((bits) => bits === changes[0])) return `bit ${Math.log2(changes[0]!)}${each}`;
  const mask = changes.reduce((all, bits) => all | bits, 0);
  const bits = [0, 1, 2, 3, 4, 5, 6, 7].filter((bit) => (mask >> bit) & 1);
  if (changes.length >= LEAST && differing.every((i, k) => (found[i]! & changes[k]!) === 0))
    return "bits became 0 and none became 1 (flash that was written twice, or not erased before)";
  if (changes.length >= LEAST && differing.every((i, k) => (found[i]! & changes[k]!) === changes[k]))
    return "bits became 1 and none became 0";
  if (bits.length > 3) return single ? "one bit of each" : undefined;
  const names = bits.length === 1 ? `bit ${bits[0]} is` : `bits ${bits.join(" and ")} are`;
  if (differing.every((i) => (found[i]! & mask) === 0)) return `${names} 0 in each (stuck, or erased)`;
  if (differing.every((i) => (found[i]! & mask) === mask)) return `${names} 1 in each (stuck)`;
  return single ? "one bit of each" : undefined;
}

const hex = (byte: number): string => byte.toString(16).toUpperCase().padStart(2, "0");
