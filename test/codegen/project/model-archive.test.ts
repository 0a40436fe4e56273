import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { writeModelArchive } from "../../../src/codegen/project/model-archive.js";

const root = mkdtempSync(join(tmpdir(), "espdl-archive-"));
afterAll(() => rmSync(root, { recursive: true }));
const path = join(root, "model.tar");

/** A tar archive of empty files but for the sizes told. */
function tar(...entries: readonly (readonly [name: string, bytes: number])[]): Buffer {
  const blocks = entries.flatMap(([name, bytes]) => {
    const header = Buffer.alloc(512);
    header.write(name, 0);
    header.write(bytes.toString(8).padStart(11, "0"), 124);
    header.write("ustar\0", 257);
    return [header, Buffer.alloc(Math.ceil(bytes / 512) * 512)];
  });
  return Buffer.concat([...blocks, Buffer.alloc(1024)]);
}

test("a new archive, then over an older model library", () => {
  writeModelArchive(path, tar(["./src/a.c", 700], ["./metadata.json", 3]));
  writeModelArchive(path, tar(["metadata.json", 3]));
  expect(readFileSync(path)).toEqual(tar(["metadata.json", 3]));
});

test.each([
  ["text", Buffer.from("my notes")],
  ["an empty file", Buffer.alloc(0)],
  ["another archive", tar(["thesis.tex", 600], ["old/metadata.json", 1])],
  ["an archive cut short", tar(["thesis.tex", 600]).subarray(0, 600)],
])("%s of the same name is left as it is", (_, content) => {
  writeFileSync(path, content);
  expect(() => writeModelArchive(path, tar(["metadata.json", 3]))).toThrow("is not a model library");
  expect(readFileSync(path)).toEqual(content);
});
