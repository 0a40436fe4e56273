/**
 * Packed varints, the storage of int32_data, int64_data and uint64_data.
 * @param chunks the field's occurrences, which the format concatenates
 * @returns the `size` values, or undefined when the bytes hold another number of values or a varint is malformed.
 */
export function readVarints(
  chunks: readonly Uint8Array[],
  size: number,
  unsigned: boolean,
): BigInt64Array | BigUint64Array | undefined {
  if (count(chunks) !== size) return undefined;
  const data = unsigned ? new BigUint64Array(size) : new BigInt64Array(size);
  let index = 0;
  for (const bytes of chunks) {
    let low = 0;
    let high = 0;
    let shift = 0;
    for (const byte of bytes) {
      if (shift > 63) return undefined;
      const bits = byte & 0x7f;
      if (shift < 28) low += bits * 2 ** shift;
      else high += bits * 2 ** (shift - 28);
      shift += 7;
      if (byte < 0x80) {
        const value = (BigInt(high) << 28n) | BigInt(low);
        data[index++] = unsigned ? BigInt.asUintN(64, value) : BigInt.asIntN(64, value);
        low = high = shift = 0;
      }
    }
    if (shift !== 0) return undefined;
  }
  return data;
}

/** Every varint ends with the one byte below 128. */
function count(chunks: readonly Uint8Array[]): number {
  let values = 0;
  for (const bytes of chunks) for (const byte of bytes) if (byte < 0x80) values++;
  return values;
}
