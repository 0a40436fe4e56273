import { spawn, spawnSync } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { existsSync, mkdirSync, renameSync, utimesSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** Objects that several test files link, of this run or an earlier one, each under the digest of all that it is made of. */
const FOLDER = fileURLToPath(new URL("../../node_modules/.cache/espdl-lab-objects", import.meta.url));

const version = spawnSync("cc", ["--version"]).stdout?.toString() ?? "";

/**
 * The object of a C file: compiled once for all test files.
 * @param file in `folder`
 * @param text of the file
 * @param surroundings texts of every header that it may include
 */
export async function sharedObject(
  folder: string,
  file: string,
  text: string,
  surroundings: readonly string[],
  flags: readonly string[],
): Promise<string> {
  const digest = createHash("sha256")
    .update(JSON.stringify([version, flags, file, text, surroundings]))
    .digest("hex");
  const path = join(FOLDER, `${digest}.o`);
  if (existsSync(path)) {
    utimesSync(path, new Date(), new Date());
    return path;
  }
  mkdirSync(FOLDER, { recursive: true });
  // Whole or not there: two test files may compile it at once.
  const part = `${path}.${randomBytes(6).toString("hex")}`;
  await run("cc", [...flags, "-c", file, "-o", part], folder);
  renameSync(part, path);
  return path;
}

/** @throws Error with what the program said */
export function run(command: string, args: readonly string[], cwd: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd });
    let text = "";
    child.stderr.on("data", (data) => (text += data));
    child.on("error", reject);
    child.on("close", (code) => (code === 0 ? resolve() : reject(new Error(text.slice(0, 4000)))));
  });
}
