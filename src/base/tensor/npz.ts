import { inflateSync, zipSync } from "fflate";
import { crc32 } from "../crc32.js";
import { UserError } from "../errors.js";
import { formatNpy, parseNpy } from "./npy.js";
import type { Tensor } from "./tensor.js";
import { readZipDirectory, type ZipEntry } from "./zip-directory.js";

/** Largest sum of unpacked bytes. */
const LIMIT = 2 ** 30;

/** Deflate cannot pack better than this: 258 bytes in two bits. */
const DEFLATE_RATIO = 1032;

/**
 * The arrays of a `numpy.savez` or `numpy.savez_compressed` file by name, in the order of the archive. A name may hold
 * slashes, as ONNX tensor names do; it is a key here and never a path.
 * @param name the file's name, for messages
 * @throws UserError when the bytes are not such an archive, or unpack to more than 1 GiB.
 */
export function parseNpz(bytes: Uint8Array, name = ".npz data"): Map<string, Tensor> {
  const entries = readZipDirectory(bytes, name);
  const total = entries.reduce((sum, { size }) => sum + size, 0);
  if (total > LIMIT)
    throw new UserError(`${name}: unpacks to ${total} bytes, expected at most ${LIMIT}; split it into smaller files`);
  const result = new Map<string, Tensor>();
  for (const entry of entries) {
    const key = entry.name.replace(/\.npy$/, "");
    const shown = `${name}: array "${key.replace(/\p{C}/gu, "?").slice(0, 80)}"`;
    if (result.has(key)) throw new UserError(`${shown} is there twice, expected unique names; rename one of them`);
    result.set(key, parseNpy(unpack(entry, shown), shown));
  }
  return result;
}

function unpack({ method, size, crc, packed }: ZipEntry, shown: string): Uint8Array {
  if (method !== 0 && method !== 8)
    throw new UserError(`${shown}: zip method ${method}, expected 0 or 8; save it with numpy.savez`);
  if (method === 0 ? size !== packed.length : size > packed.length * DEFLATE_RATIO)
    throw new UserError(`${shown}: ${size} bytes cannot come out of ${packed.length}; copy the whole file`);
  let content = packed;
  if (method === 8) {
    try {
      content = inflateSync(packed, { out: new Uint8Array(size) });
    } catch (error) {
      throw new UserError(`${shown}: cannot be unpacked (${(error as Error).message}); copy the whole file`);
    }
  }
  if (content.length !== size || crc32(content) !== crc)
    throw new UserError(`${shown}: checksum differs from the archive's; copy the whole file`);
  return content;
}

/** `numpy.savez`'s layout of named tensors, not compressed; the same tensors always give the same bytes. */
export function formatNpz(tensors: ReadonlyMap<string, Tensor>): Uint8Array {
  const entries = Object.fromEntries(Array.from(tensors, ([name, tensor]) => [`${name}.npy`, formatNpy(tensor)]));
  return zipSync(entries, { mtime: new Date(1980, 0, 1), level: 0 });
}
