import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { vi } from "vitest";
import { faultyLink } from "./link.js";

// Stands in for src/boards/board/runner-files.ts: the board's debug runner with faults in what it sends.
const real = await vi.importActual<typeof import("../../../../src/boards/board/runner-files.js")>(
  "../../../../src/boards/board/runner-files.js",
);
const folder = mkdtempSync(join(tmpdir(), "espdl-zoo-runner-"));
process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
cpSync(real.runnerFolder(), folder, { recursive: true });
writeFileSync(join(folder, "link.c"), faultyLink(readFileSync(join(folder, "link.c"), "utf8")));

export const runnerFolder = (): string => folder;
export const runnerSources = real.runnerSources;
