/** Bytes that an erase clears and a write fills as one; flash chips have pages of 256 and sectors of 4,096. */
const PAGE = 256;
/** How far a table may have moved. */
const SHIFT_MAX = 64;

/**
 * What happened to the bytes of a table, in words that follow "are not the model's:". Both have the same length, and differ.
 */
export function byteChange(expected: Uint8Array, found: Uint8Array): string {
  const differing = [...expected.keys()].filter((i) => expected[i] !== found[i]);
  return filled(differing, expected, found) ?? moved(expected, found) ?? edited(differing, expected, found);
}

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

function edited(differing: readonly number[], expected: Uint8Array, found: Uint8Array): string {
  const [first] = differing;
  const changes = differing.map((i) => expected[i]! ^ found[i]!);
  const single = changes.every((bits) => (bits & (bits - 1)) === 0);
  const alike = changes.every((bits) => bits === changes[0]);
  const bit = single && alike ? `: bit ${Math.log2(changes[0]!)}${differing.length > 1 ? " of each" : ""}` : "";
  const bits =
    bit || (single ? ": one bit of each" : `: 0x${hex(expected[first!]!)} expected, 0x${hex(found[first!]!)} found`);
  const place = differing.length === 1 ? `at ${first}` : `first at ${first}, last at ${differing.at(-1)}`;
  const counted = differing.length === 1 ? "1 byte differs" : `${differing.length} bytes differ`;
  return `${counted}, ${place}${bits}`;
}

const hex = (byte: number): string => byte.toString(16).toUpperCase().padStart(2, "0");
