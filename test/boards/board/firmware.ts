import { copyFile, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";
import type { Firmware } from "../../../src/boards/board/firmware.js";

/** The file of the model that the boards of the tests run. */
export const MODEL = new URL("model/model.c", import.meta.url).pathname;
/** Elements of its input. */
export const SIZE = 3000;

const projects: string[] = [];
afterAll(() => Promise.all(projects.map((project) => rm(project, { recursive: true, force: true }))));

/** A project that holds the tests' model. */
export async function testFirmware(): Promise<Firmware> {
  const project = await mkdtemp(join(tmpdir(), "espdl-board-"));
  projects.push(project);
  await copyFile(MODEL, join(project, "model.c"));
  return { project, sources: ["model.c"], includes: [] };
}

/** What the model makes of an input, by tensor id. */
export function expected(input: Uint8Array): Map<string, Uint8Array> {
  const plus = input.map((value) => value + 1);
  const [left, right] = [plus.subarray(0, SIZE / 2), plus.subarray(SIZE / 2)];
  return new Map([
    ["plus", plus],
    ["split@1", left],
    ["split@2 µ", right],
    ["sum", left.map((value, i) => value + right[i]!)],
    ["nothing", new Uint8Array(0)],
  ]);
}
