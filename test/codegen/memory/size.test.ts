import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { packageFolder } from "../../../src/base/package-folder.js";
import { compileForBoard } from "../../../src/codegen/compile-for-board.js";
import { fits } from "../../../src/codegen/memory/fits.js";
import { readModel } from "../../../src/formats/onnx/read.js";
import { needs } from "../../boards/board/tools.js";
import { goldenCase } from "../../golden/cases.js";

const folder = mkdtempSync(join(tmpdir(), "espdl-size-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Bytes of the sections of these names, of all objects, as binutils' `size` prints them. */
function sections(objects: readonly string[], name: RegExp): number {
  const { stdout } = spawnSync("size", ["-A", ...objects], { encoding: "utf8" });
  const rows = [...stdout.matchAll(/^(\.\S+) +(\d+) /gm)].filter(([, section]) => name.test(section!));
  return rows.reduce((sum, [, , bytes]) => sum + Number(bytes), 0);
}

test.for(["tutorial_nhwc", "conv3x3_relu_pc", "mz_two_in_add", "mz_two_out"])("%s", (name, context) => {
  needs(context, "cc", "size");
  const { plan, library } = compileForBoard(readModel(goldenCase(name).path("quant.onnx")));
  const board = packageFolder("templates", "board");
  const files = [...library.code.files, library.code.boardModel].map(({ path, text }) => {
    const file = join(folder, path.split("/").at(-1)!);
    writeFileSync(file, text);
    return file;
  });
  const sources = [...files.filter((file) => file.endsWith(".c") && !file.endsWith("lib1.c")), join(board, "link.c")];
  const objects = sources.map((source, i) => {
    const object = join(folder, `${i}.o`);
    const flags = ["-O2", "-fno-pie", `-I${folder}`, `-I${board}`, "-c", source, "-o", object];
    expect(spawnSync("cc", flags, { encoding: "utf8" }).stderr).toBe("");
    return object;
  });
  const { ram, flash } = fits(plan, "esp32s3");
  const part = (parts: typeof ram.parts, wanted: string): number => parts.find(({ name }) => name === wanted)!.bytes;
  const within = (bytes: number, wanted: number) => {
    // An array is counted with the gap to the next, which the last has not.
    expect(Math.abs(bytes - wanted), `${bytes} of ${wanted}`).toBeLessThanOrEqual(Math.max(0.02 * wanted, 15));
  };
  // The outputs of app_main.c are the one part that is not in these files.
  within(ram.needed - part(ram.parts, "outputs"), sections(objects, /^\.(data|bss)$/));
  within(part(flash.parts, "constants"), sections(objects.slice(0, 1), /^\.rodata/));
});
