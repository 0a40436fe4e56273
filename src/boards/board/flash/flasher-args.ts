import * as v from "valibot";
import { UserError } from "../../../base/errors.js";
import { parseJson } from "../../../base/json-text.js";
import type { FlashPart } from "./esptool.js";

/** Its name in the folder of a chip's build. */
export const FLASHER_ARGS_FILE = "flasher_args.json";
/** What to do where it is missing or makes no sense. */
export const FLASHER_ARGS_REMEDY = "build the project first (a chip's build needs ESP-IDF)";
/** Larger than any flash chip that a module has. */
const ADDRESS_MAX = 2 ** 28;

const isAddress = (key: string): boolean => /^(0x[0-9a-f]+|\d+)$/i.test(key) && Number(key) <= ADDRESS_MAX;
const address = v.pipe(v.string(), v.check(isAddress, "an address"));
const schema = v.object({ flash_files: v.record(address, v.string()) });

/**
 * The files that ESP-IDF's build lists in the text of its `flasher_args.json`, with their addresses, in order of address.
 * @param file its path, for messages
 * @param read the bytes of a listed file, undefined for one that is not there
 * @throws UserError when the list or a file is missing or makes no sense.
 */
export async function flasherParts(
  text: string,
  file: string,
  read: (path: string) => Promise<Uint8Array | undefined>,
): Promise<FlashPart[]> {
  const { flash_files } = parseJson(schema, text, file, FLASHER_ARGS_REMEDY);
  const parts: FlashPart[] = [];
  for (const [address, path] of Object.entries(flash_files)) {
    const data = await read(path);
    if (data === undefined) throw new UserError(`${file}: names ${path}, which is not there (build the project again)`);
    parts.push({ address: Number(address), data });
  }
  if (parts.length === 0) throw new UserError(`${file}: names no files (build the project again)`);
  return parts.sort((a, b) => a.address - b.address);
}
