/** A size or place of 32 bits that says to look into the 64-bit field. */
const ELSEWHERE = 0xffffffff;
const LOCATOR = 0x07064b50;
const LOCATOR_LENGTH = 20;
const END64 = 0x06064b50;
const END64_LENGTH = 56;
/** Id of the extra field that holds 64-bit numbers (APPNOTE 4.5.3). */
const EXTRA = 1;

/** Where an archive's directory is, and of how many entries. */
export interface DirectoryPlace {
  readonly offset: number;
  readonly count: number;
}

/**
 * The directory's place as the 64-bit end record tells it (APPNOTE 4.3.14); undefined where there is none.
 * @param view the archive from byte `start` on @param end where its 32-bit end record is
 */
export function directory64(view: DataView, end: number, start: number): DirectoryPlace | undefined {
  const locator = end - LOCATOR_LENGTH;
  if (locator < 0 || view.getUint32(locator, true) !== LOCATOR) return undefined;
  const at = Number(view.getBigUint64(locator + 8, true)) - start;
  if (!(at >= 0 && at + END64_LENGTH <= locator) || view.getUint32(at, true) !== END64) return undefined;
  return { count: Number(view.getBigUint64(at + 32, true)), offset: Number(view.getBigUint64(at + 48, true)) };
}

/**
 * Numbers of an entry of the directory, those of 64 bits read from its extra fields, in which they stand in this order.
 * @param numbers unpacked size, packed size, place of the local header; as 32 bits state them
 * @param extra the entry's extra fields
 */
export function wide(numbers: readonly number[], extra: DataView): number[] {
  let at = 0;
  while (at + 4 <= extra.byteLength && extra.getUint16(at, true) !== EXTRA) at += 4 + extra.getUint16(at + 2, true);
  at += 4;
  return numbers.map((number) => {
    if (number !== ELSEWHERE || at + 8 > extra.byteLength) return number;
    const found = Number(extra.getBigUint64(at, true));
    at += 8;
    return found;
  });
}
