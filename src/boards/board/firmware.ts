import { stat } from "node:fs/promises";
import { isAbsolute, join, normalize } from "node:path";
import * as v from "valibot";
import { UserError } from "../../base/errors.js";
import { readJson } from "../../base/json.js";

/** What is compiled for a board, next to the runner of templates/board: C99 files of a project, and where headers are. */
export interface Firmware {
  /** Folder of the project; all paths are relative to it, with forward slashes. */
  readonly project: string;
  /** C files; one of them defines `espdl_model` (templates/board/espdl_link.h). */
  readonly sources: readonly string[];
  /** Folders for `#include`. */
  readonly includes: readonly string[];
}

/** Its name in a project. */
export const FIRMWARE_FILE = "firmware.json";
const FORMAT = "espdl-lab-firmware";

/** The text of a project's `firmware.json`. */
export const firmwareText = ({ sources, includes }: Omit<Firmware, "project">): string =>
  `${JSON.stringify({ format: FORMAT, version: 1, sources, includes }, null, 2)}\n`;

// A leading "-" would be an option of the compiler, "@" a file of options.
const isInside = (path: string): boolean =>
  /^[\w.][\w./+-]*$/.test(path) && !isAbsolute(path) && !normalize(path).startsWith("..");
const paths = v.array(v.pipe(v.string(), v.check(isInside, "a path inside the project")));
const schema = v.object({
  format: v.literal(FORMAT),
  version: v.literal(1),
  sources: paths,
  includes: paths,
});

/**
 * Reads a project's `firmware.json` and checks that it names nothing outside of the project.
 * @throws UserError when it is missing or wrong.
 */
export async function readFirmware(project: string): Promise<Firmware> {
  const file = join(project, FIRMWARE_FILE);
  const { sources, includes } = readJson(schema, file, 'give a project made by "espdl-lab export"');
  for (const path of [...sources, ...includes])
    await stat(join(project, path)).catch(() => {
      throw new UserError(`${file}: names ${path}, which is not there (export the project again)`);
    });
  return { project, sources, includes };
}
