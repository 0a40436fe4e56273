import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import * as v from "valibot";
import { UserError } from "../../../base/errors.js";
import { readJson } from "../../../base/json.js";
import type { FlashPart } from "./esptool.js";

/** Larger than any flash chip that a module has. */
const ADDRESS_MAX = 2 ** 28;

const isAddress = (key: string): boolean => /^(0x[0-9a-f]+|\d+)$/i.test(key) && Number(key) <= ADDRESS_MAX;
const address = v.pipe(v.string(), v.check(isAddress, "an address"));
const schema = v.object({ flash_files: v.record(address, v.string()) });

/**
 * The files that ESP-IDF's build lists in `flasher_args.json`, with their addresses, in order of address.
 * @throws UserError when the list or a file is missing or makes no sense.
 */
export async function readFlasherArgs(file: string): Promise<FlashPart[]> {
  const { flash_files } = readJson(schema, file, "build the project first (a chip's build needs ESP-IDF)");
  const parts: FlashPart[] = [];
  for (const [address, path] of Object.entries(flash_files)) {
    const data = await readFile(join(dirname(file), path)).catch(() => {
      throw new UserError(`${file}: names ${path}, which is not there (build the project again)`);
    });
    parts.push({ address: Number(address), data });
  }
  if (parts.length === 0) throw new UserError(`${file}: names no files (build the project again)`);
  return parts.sort((a, b) => a.address - b.address);
}
