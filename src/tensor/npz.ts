import { unzipSync, zipSync } from "fflate";
import { UserError } from "../errors.js";
import { formatNpy, parseNpy } from "./npy.js";
import type { Tensor } from "./tensor.js";

/** Largest sum of unpacked bytes. */
const LIMIT = 2 ** 31 - 1;

/**
 * The arrays of a `numpy.savez` file by name, in the order of the archive.
 * @param name the file's name, for messages
 * @throws UserError when the bytes are not such an archive.
 */
export function parseNpz(bytes: Uint8Array, name = ".npz data"): Map<string, Tensor> {
  const seen = new Set<string>();
  let total = 0;
  let entries: Record<string, Uint8Array>;
  try {
    entries = unzipSync(bytes, {
      filter: (entry) => {
        if (seen.has(entry.name))
          throw new UserError(
            `${name}: two entries of one name, expected unique names; save it again with numpy.savez`,
          );
        seen.add(entry.name);
        total += entry.originalSize;
        if (total > LIMIT)
          throw new UserError(`${name}: unpacks to ${total} bytes, expected at most ${LIMIT}; split it`);
        return true;
      },
    });
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(
      `${name}: not a .npz file, or cut short (${(error as Error).message}); save it with numpy.savez`,
    );
  }
  const result = new Map<string, Tensor>();
  for (const [entry, content] of Object.entries(entries)) {
    const key = entry.replace(/\.npy$/, "");
    result.set(key, parseNpy(content, `${name}: ${key}`));
  }
  return result;
}

/** `numpy.savez_compressed`'s layout of named tensors; the same tensors always give the same bytes. */
export function formatNpz(tensors: ReadonlyMap<string, Tensor>): Uint8Array {
  const entries = Object.fromEntries(Array.from(tensors, ([name, tensor]) => [`${name}.npy`, formatNpy(tensor)]));
  return zipSync(entries, { mtime: new Date(1980, 0, 1), level: 6 });
}
