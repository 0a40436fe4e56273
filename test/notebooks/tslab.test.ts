import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readNotebook } from "../../src/kernel/notebook/format.js";
import { hasJupyter, needsJupyter, python, type Ran } from "../kernel/jupyter.js";
import { FACTS } from "./facts.js";
import { copyLessons, installPackage, outputTexts } from "./lessons.js";

const LESSON = "01_quantize.ipynb";

let folder = "";
let ran: Ran | undefined;

/** A folder for JUPYTER_PATH in which tslab's own kernel is known. */
function tslabPath(): string {
  const path = mkdtempSync(join(tmpdir(), "espdl-tslab-"));
  const program = join(dirname(createRequire(import.meta.url).resolve("tslab/package.json")), "bin", "tslab");
  const argv = [process.execPath, program, "kernel", "--config-path", "{connection_file}"];
  mkdirSync(join(path, "kernels", "tslab"), { recursive: true });
  writeFileSync(
    join(path, "kernels", "tslab", "kernel.json"),
    JSON.stringify({ argv, display_name: "TypeScript", language: "typescript" }),
  );
  return path;
}

beforeAll(async () => {
  if (!hasJupyter()) return;
  folder = copyLessons();
  installPackage(folder);
  const path = tslabPath();
  ran = await python([fileURLToPath(new URL("./execute.py", import.meta.url)), "tslab", LESSON], path, folder);
  rmSync(path, { recursive: true });
}, 300_000);

afterAll(() => {
  if (folder !== "") rmSync(folder, { recursive: true });
});

test("lesson 01 runs under tslab's own kernel, and its outputs hold the same facts", (context) => {
  needsJupyter(context);
  expect(ran!.code, ran!.output).toBe(0);
  const notebook = readNotebook(join(folder, LESSON));
  const errors = notebook.cells.flatMap(({ outputs = [] }) => outputs.filter(({ name }) => name === "stderr"));
  expect(errors).toEqual([]);
  const text = outputTexts(notebook).join("");
  for (const fact of FACTS[LESSON] ?? []) expect(text).toMatch(fact);
});
