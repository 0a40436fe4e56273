import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { invoke } from "./invoke.js";

/** Every file below a folder with a digest of its content. */
function snapshot(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .map((entry) => {
      const path = join(entry.parentPath, entry.name);
      return entry.isFile() ? `${path} ${createHash("sha256").update(readFileSync(path)).digest("hex")}` : path;
    })
    .sort();
}

/**
 * Runs a command line that must be refused: exit code 2, nothing on the output, exactly one line on the error stream
 * that tells what to do, no file in `folder` made, changed or removed.
 * @returns that line
 */
export async function refused(folder: string, ...args: readonly string[]): Promise<string> {
  const before = snapshot(folder);
  const { code, out, err } = await invoke(...args);
  expect(err).toMatch(/^espdl-lab: [^\p{Cc}\p{Zl}\p{Zp}]+\n$/u);
  expect(err).not.toMatch(/internal error|undefined|\[object|NaN is|TypeError|RangeError/);
  expect(err.length, err).toBeLessThan(1000);
  expect(err, "tells the next step").toMatch(/; \S|\(.+\)/);
  expect([code, out]).toEqual([2, ""]);
  expect(snapshot(folder)).toEqual(before);
  return err;
}
