import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { readText } from "../../../base/json.js";
import type { FlashPart } from "./esptool.js";
import { FLASHER_ARGS_REMEDY, flasherParts } from "./flasher-args.js";

/** The parts that ESP-IDF's build left, by its `flasher_args.json`. @throws UserError as {@link flasherParts} */
export async function readFlasherArgs(file: string): Promise<FlashPart[]> {
  const read = (path: string) => readFile(join(dirname(file), path)).catch(() => undefined);
  return flasherParts(readText(file, FLASHER_ARGS_REMEDY), file, read);
}
