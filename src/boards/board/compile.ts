import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { UserError } from "../../base/errors.js";
import type { Firmware } from "./firmware.js";

/**
 * For every compiler. No fused multiply-add, so that floats are the reference's bits; a static arena holds values of
 * different types at the same address, so no assumption of types from pointers. Unused sections are left out.
 */
export const C_FLAGS = [
  "-std=c99",
  "-Wall",
  "-Wextra",
  "-ffp-contract=off",
  "-fno-strict-aliasing",
  "-ffunction-sections",
  "-fdata-sections",
];

/** Makes `build/<board>`. @throws UserError when it cannot be made. */
export async function buildFolder(firmware: Firmware, board: string): Promise<string> {
  const folder = join(firmware.project, "build", board);
  await mkdir(folder, { recursive: true }).catch((error: unknown) => refuseBuild(folder, error));
  return folder;
}

/** Writes a file that a build makes. @throws UserError when it cannot be written. */
export async function writeBuilt(path: string, content: Uint8Array | string): Promise<void> {
  await writeFile(path, content).catch((error: unknown) => refuseBuild(path, error));
}

function refuseBuild(path: string, error: unknown): never {
  const { code } = error as NodeJS.ErrnoException;
  throw new UserError(`${path}: the build folder cannot be written (${code}); check that it is a folder and has room`);
}

/** Keeps the compiler's whole log and makes its first error the message. */
export async function compileError(board: string, folder: string, log: string): Promise<UserError> {
  const file = join(folder, "build.log");
  await writeBuilt(file, log);
  const lines = log.split("\n").filter((line) => line.trim() !== "");
  const first = lines.find((line) => /error|undefined reference|cannot|overflowed/.test(line)) ?? lines[0];
  return new UserError(`board ${board}: ${first?.trim() ?? "the compiler failed"} (all messages are in ${file})`);
}
