import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll } from "vitest";

/** A temporary folder for the tests of one file, gone after them. */
export interface Workspace {
  /** The path of a file or folder in it. */
  path(...names: string[]): string;
  /** Writes a file into it and returns its path. */
  write(name: string, content: Uint8Array | string): string;
}

export function workspace(): Workspace {
  let folder = "";
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "espdl-lab-test-"));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const path = (...names: string[]): string => join(folder, ...names);
  return {
    path,
    write(name, content) {
      writeFileSync(path(name), content);
      return path(name);
    },
  };
}
