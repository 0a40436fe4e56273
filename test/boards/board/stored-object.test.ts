import { mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { storedObject } from "../../../src/boards/board/stored-object.js";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "espdl-objects-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

const wasm = (length: number, fill = 0): Uint8Array =>
  Buffer.concat([Buffer.from("\0asm"), Buffer.alloc(length, fill)]);
const refuse = (): never => {
  throw new Error("compiled again");
};

test("an object is compiled once, also by another process", async () => {
  const bytes = wasm(10, 7);
  expect(await storedObject("a", async () => ({ bytes, log: "" }), folder)).toEqual({ bytes, log: "" });
  const again = await storedObject("a", refuse, folder);
  expect(Buffer.from(again.bytes)).toEqual(bytes);
});

test("a warning is told every time", async () => {
  const warned = { bytes: wasm(1), log: "unused variable" };
  await storedObject("b", async () => warned, folder);
  expect(await storedObject("b", async () => warned, folder)).toBe(warned);
  expect(readdirSync(folder)).not.toContain("b.o");
});

test("a damaged file is compiled anew", async () => {
  writeFileSync(join(folder, "c.o"), "half");
  const bytes = wasm(2);
  expect((await storedObject("c", async () => ({ bytes, log: "" }), folder)).bytes).toBe(bytes);
  expect(Buffer.from((await storedObject("c", refuse, folder)).bytes)).toEqual(bytes);
});

test.each([
  ["cut", (file: Buffer) => file.subarray(0, 200)],
  ["with a bit turned", (file: Buffer) => Buffer.from(file.map((byte, i) => (i === 100 ? byte ^ 4 : byte)))],
])("a stored object %s is compiled anew, and whole from then on", async (name, damage) => {
  const bytes = wasm(1000, 3);
  const path = join(folder, `${name}.o`);
  await storedObject(name, async () => ({ bytes, log: "" }), folder);
  writeFileSync(path, damage(readFileSync(path)));
  expect((await storedObject(name, async () => ({ bytes, log: "" }), folder)).bytes).toBe(bytes);
  expect(Buffer.from((await storedObject(name, refuse, folder)).bytes)).toEqual(bytes);
});

test("of too many objects, the ones not used for longest go", async () => {
  const bytes = wasm(2 ** 25 - 100);
  for (const name of ["old", "new"]) await storedObject(name, async () => ({ bytes, log: "" }), folder);
  utimesSync(join(folder, "old.o"), 1, 1);
  await storedObject("newest", async () => ({ bytes: wasm(1000), log: "" }), folder);
  expect(readdirSync(folder)).not.toContain("old.o");
  expect(readdirSync(folder)).toEqual(expect.arrayContaining(["new.o", "newest.o"]));
});

test("a folder that cannot be used changes nothing", async () => {
  const file = join(folder, "file");
  writeFileSync(file, "");
  const object = { bytes: wasm(1), log: "" };
  expect(await storedObject("d", async () => object, join(file, "below"))).toBe(object);
});
