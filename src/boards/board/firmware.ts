import { readFile, stat } from "node:fs/promises";
import { isAbsolute, join, normalize } from "node:path";
import { UserError } from "../../base/errors.js";

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

/**
 * Reads a project's `firmware.json` and checks that it names nothing outside of the project.
 * @throws UserError when it is missing or wrong.
 */
export async function readFirmware(project: string): Promise<Firmware> {
  const file = join(project, FIRMWARE_FILE);
  const text = await readFile(file, "utf8").catch(() => {
    throw new UserError(`${file}: not found; give a project made by "espdl-lab export"`);
  });
  const { format, version, sources, includes } = parse(file, text);
  if (format !== FORMAT || version !== 1)
    throw new UserError(`${file}: is ${format} version ${version}, expected ${FORMAT} version 1 (export it again)`);
  const firmware = { project, sources: paths(file, "sources", sources), includes: paths(file, "includes", includes) };
  for (const path of [...firmware.sources, ...firmware.includes])
    await stat(join(project, path)).catch(() => {
      throw new UserError(`${file}: names ${path}, which is not there (export the project again)`);
    });
  return firmware;
}

function parse(file: string, text: string): Record<string, unknown> {
  try {
    return Object(JSON.parse(text));
  } catch {
    throw new UserError(`${file}: is not JSON (export the project again)`);
  }
}

function paths(file: string, key: string, value: unknown): string[] {
  if (!Array.isArray(value)) throw new UserError(`${file}: "${key}" is no list of paths (export the project again)`);
  for (const path of value) {
    const inside = typeof path === "string" && !isAbsolute(path) && !normalize(path).startsWith("..");
    // A leading "-" would be an option of the compiler, "@" a file of options.
    if (!inside || !/^[\w.][\w./+-]*$/.test(path))
      throw new UserError(`${file}: "${key}" has ${JSON.stringify(path)}, expected a path inside the project`);
  }
  return value;
}
