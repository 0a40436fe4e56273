import { execFile } from "node:child_process";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { UserError } from "../errors.js";
import type { Image } from "./board.js";
import type { Firmware } from "./firmware.js";
import { runnerFolder, runnerSources } from "./runner-files.js";

/**
 * For every compiler. No fused multiply-add, so that floats are the reference's bits; a static arena holds values of
 * different types at the same address, so no assumption of types from pointers.
 */
export const C_FLAGS = ["-std=c99", "-Wall", "-Wextra", "-ffp-contract=off", "-fno-strict-aliasing"];

interface Compilation {
  /** Of the board; also the folder in `build/`. */
  board: string;
  port: "host" | "qemu";
  compiler: string;
  flags: readonly string[];
  /** What to do when there is no such compiler. */
  advice: string;
}

/** Makes `build/<board>`. */
export async function buildFolder(firmware: Firmware, board: string): Promise<string> {
  const folder = join(firmware.project, "build", board);
  await mkdir(folder, { recursive: true });
  return folder;
}

/** Compiles and links the project and the runner with an installed compiler. */
export async function compileNative(firmware: Firmware, how: Compilation): Promise<Image> {
  const folder = await buildFolder(firmware, how.board);
  const path = join(folder, "firmware.elf");
  const runner = (await runnerSources(how.port)).map((file) => join(runnerFolder(), file));
  const project = firmware.sources.map((file) => join(firmware.project, file));
  const includes = [runnerFolder(), ...firmware.includes.map((file) => join(firmware.project, file))];
  const arguments_ = [
    ...C_FLAGS,
    ...how.flags,
    ...includes.map((include) => `-I${include}`),
    ...runner,
    ...project,
    "-o",
    path,
  ];
  try {
    const { stderr } = await promisify(execFile)(how.compiler, arguments_, { maxBuffer: 2 ** 26 });
    return { path, log: stderr };
  } catch (error) {
    const { code, stderr = "" } = error as { code?: unknown; stderr?: string };
    if (code === "ENOENT") throw new UserError(`board ${how.board}: ${how.compiler} not found (${how.advice})`);
    throw await compileError(how.board, folder, stderr || String(error));
  }
}

/** Keeps the compiler's whole log and makes its first error the message. */
export async function compileError(board: string, folder: string, log: string): Promise<UserError> {
  const file = join(folder, "build.log");
  await writeFile(file, log);
  const first = log.split("\n").find((line) => /error|undefined reference|cannot|overflowed/.test(line));
  return new UserError(`board ${board}: ${(first ?? log).trim().split("\n")[0]} (all messages are in ${file})`);
}
