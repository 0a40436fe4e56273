import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import type { Notebook } from "../../src/kernel/notebook/format.js";
import { jupyterPath, needsJupyter, python } from "./jupyter.js";
import { codeCell, notebookOf } from "./notebooks.js";

test("jupyter_kernel_test: every group passes, none is skipped", { timeout: 300_000 }, async (context) => {
  needsJupyter(context);
  const file = fileURLToPath(new URL("./jupyter_kernel_test_espdl.py", import.meta.url));
  const path = jupyterPath();
  const { code, output } = await python([file], path);
  rmSync(path, { recursive: true });
  const groups = /Ran (\d+) tests/.exec(output)?.[1];
  console.log(`jupyter_kernel_test: ${output.match(/\.\.\. ok$/gm)?.length ?? 0} of ${groups} groups`);
  expect(code, output).toBe(0);
  expect(output).not.toMatch(/skipped/);
  expect(output.match(/\.\.\. ok$/gm)).toHaveLength(13);
});

test("nbclient runs a notebook, restarts after errors, and its outputs are ours", {
  timeout: 300_000,
}, async (context) => {
  needsJupyter(context);
  const folder = mkdtempSync(join(tmpdir(), "espdl-nbclient-"));
  const path = jupyterPath();
  const cells = [
    codeCell("const n = 21; console.log('printed')"),
    codeCell("lab.display({ 'text/html': '<b>x</b>' }); n * 2"),
  ];
  writeFileSync(join(folder, "in.ipynb"), JSON.stringify(notebookOf(cells)));
  const args = ["-m", "nbconvert", "--to", "notebook", "--execute", "in.ipynb", "--output", "out.ipynb"];
  const { code, output } = await python(args, path, folder);
  expect(code, output).toBe(0);
  const { cells: done } = JSON.parse(readFileSync(join(folder, "out.ipynb"), "utf8")) as Notebook;
  expect(done[0]!.outputs).toMatchObject([{ output_type: "stream", text: ["printed\n"] }]);
  expect(done[1]!.outputs).toMatchObject([
    { output_type: "display_data", data: { "text/html": ["<b>x</b>"] } },
    { output_type: "execute_result", data: { "text/plain": ["42"] } },
  ]);
  rmSync(folder, { recursive: true });
  rmSync(path, { recursive: true });
});
