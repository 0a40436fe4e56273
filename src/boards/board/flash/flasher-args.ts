import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { UserError } from "../../../base/errors.js";
import type { FlashPart } from "./esptool.js";

/** Larger than any flash chip that a module has. */
const ADDRESS_MAX = 2 ** 28;

/**
 * The files that ESP-IDF's build lists in `flasher_args.json`, with their addresses, in order of address.
 * @throws UserError when the list or a file is missing or makes no sense.
 */
export async function readFlasherArgs(file: string): Promise<FlashPart[]> {
  const text = await readFile(file, "utf8").catch(() => {
    throw new UserError(`${file}: not found (build the project first; a chip's build needs ESP-IDF)`);
  });
  let files: unknown;
  try {
    files = (JSON.parse(text) as { flash_files?: unknown }).flash_files;
  } catch {
    throw new UserError(`${file}: is not JSON (build the project again)`);
  }
  const parts: FlashPart[] = [];
  for (const [key, path] of Object.entries(Object(files))) {
    const address = Number(key);
    if (!Number.isInteger(address) || address < 0 || address > ADDRESS_MAX || typeof path !== "string")
      throw new UserError(`${file}: ${JSON.stringify(key)} is no address and file (build the project again)`);
    const data = await readFile(join(dirname(file), path)).catch(() => {
      throw new UserError(`${file}: names ${path}, which is not there (build the project again)`);
    });
    parts.push({ address, data });
  }
  if (parts.length === 0) throw new UserError(`${file}: names no files (build the project again)`);
  return parts.sort((a, b) => a.address - b.address);
}
