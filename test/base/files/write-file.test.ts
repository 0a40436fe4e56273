import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { writeFileAtomically } from "../../../src/base/files/write-file.js";
import { refusal } from "../../formats/onnx/refusal.js";

test("a file is written whole, replaced whole, and nothing is left behind on error", () => {
  const folder = mkdtempSync(join(tmpdir(), "espdl-files-"));
  try {
    const path = join(folder, "a.txt");
    writeFileAtomically(path, "one");
    writeFileAtomically(path, Uint8Array.of(0x32));
    expect(readFileSync(path, "utf8")).toBe("2");
    mkdirSync(join(folder, "taken/full"), { recursive: true });
    expect(refusal(() => writeFileAtomically(join(folder, "taken"), "x"))).toMatch(/taken: cannot be written/);
    expect(refusal(() => writeFileAtomically(join(folder, "absent/b"), "x"))).toMatch(/\(ENOENT\)/);
    expect(readdirSync(folder).sort()).toEqual(["a.txt", "taken"]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
