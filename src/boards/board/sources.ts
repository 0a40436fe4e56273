import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join, posix } from "node:path";
import { UserError } from "../../base/errors.js";
import type { Firmware } from "./firmware.js";
import { runnerFolder, runnerSources } from "./runner-files.js";

/** First part of a source's name: the folder that it comes from. */
export const PROJECT = "project";
export const RUNNER = "runner";

/** Everything that is compiled for a board, by names that do not depend on where the folders are. */
export interface Sources {
  /** C files and headers. */
  readonly files: ReadonlyMap<string, Uint8Array>;
  /** Those to compile. */
  readonly units: readonly string[];
  /** Folders for `#include`. */
  readonly includes: readonly string[];
}

/** Reads the files of a firmware and of the runner, all that stand beside a source or in a folder for `#include`. */
export async function loadSources(firmware: Firmware, port: "wasm" | "host" | "qemu"): Promise<Sources> {
  if (firmware.sources.length === 0)
    throw new UserError(
      `${firmware.project}: is built around Espressif's ESP-DL and runs on a chip only; give its serial port, or export with --runtime portable`,
    );
  const files = new Map<string, Uint8Array>();
  const load = async (root: string, prefix: string, folder: string): Promise<void> => {
    for (const entry of await readdir(join(root, folder), { withFileTypes: true }))
      if (entry.isFile() && /\.(c|h|inc|S)$/.test(entry.name))
        files.set(posix.join(prefix, folder, entry.name), await readFile(join(root, folder, entry.name)));
  };
  for (const folder of [".", port]) await load(runnerFolder(), RUNNER, folder);
  const folders = new Set([...firmware.includes, ...firmware.sources.map((file) => posix.dirname(file))]);
  for (const folder of folders) await load(firmware.project, PROJECT, folder);
  const inProject = (path: string): string => posix.join(PROJECT, path);
  return {
    files,
    units: [...(await runnerSources(port)).map((file) => posix.join(RUNNER, file)), ...firmware.sources.map(inProject)],
    includes: [RUNNER, ...firmware.includes.map(inProject)],
  };
}

/** Where a source is on disk. */
export function pathOf(name: string, firmware: Firmware): string {
  const [folder, ...rest] = name.split("/");
  return join(folder === PROJECT ? firmware.project : runnerFolder(), ...rest);
}

/** A digest of a unit and of all that it includes: the same digest compiles to the same object. */
export function unitDigest({ files, includes }: Sources, unit: string, flags: readonly string[]): string {
  const hash = createHash("sha256").update(JSON.stringify([unit.split("/")[0], flags]));
  const seen = new Set<string>();
  const add = (name: string): void => {
    if (seen.has(name)) return;
    seen.add(name);
    const text = files.get(name)!;
    hash.update(`${text.length}\n`).update(text);
    const lines = Buffer.from(text.buffer, text.byteOffset, text.byteLength).toString("latin1");
    for (const [, header] of lines.matchAll(/^[ \t]*#[ \t]*include[ \t]*["<]([^">\n]+)[">]/gm)) {
      const found = [posix.dirname(name), ...includes].map((folder) => posix.join(folder, header!));
      const local = found.find((path) => files.has(path));
      if (local) add(local);
    }
  };
  add(unit);
  return hash.digest("hex");
}
