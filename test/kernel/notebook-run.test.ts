import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Cell, Notebook } from "../../src/kernel/notebook/format.js";
import { cli } from "./jupyter.js";
import { codeCell, notebookOf } from "./notebooks.js";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "espdl-run-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

async function run(name: string, cells: readonly Cell[], ...more: string[]) {
  const file = join(folder, name);
  writeFileSync(file, JSON.stringify(notebookOf(cells)));
  const ran = await cli(["notebook", "run", file, ...more]);
  const read = (path: string) => JSON.parse(readFileSync(path, "utf8")) as Notebook;
  return { ...ran, file, read };
}

test("runs the cells and writes their outputs", async () => {
  const out = join(folder, "done.ipynb");
  const markdown: Cell = { cell_type: "markdown", metadata: {}, source: "# Title" };
  const cells = [
    markdown,
    codeCell("const d = lab.display({ 'text/plain': '0 %' })\nconsole.log('a'); console.log('b')"),
    codeCell(""),
    codeCell("d.update({ 'text/plain': '100 %' }); ({ toMimeBundle: () => ({ 'application/json': { x: [1] } }) })"),
    codeCell("console.log('gone'); lab.clearOutput({ wait: true }); 'kept'"),
    codeCell("require('node:fs').readdirSync('.').includes('one.ipynb')"),
  ];
  const { code, output, file, read } = await run("one.ipynb", cells, "--out", out);
  expect(code, output).toBe(0);
  expect(output).toMatch(/4 cells ran/);
  const done = read(out);
  expect(done.cells.map(({ execution_count }) => execution_count)).toEqual([undefined, 1, null, 2, 3, 4]);
  expect(done.cells[1]!.outputs).toEqual([
    { output_type: "display_data", data: { "text/plain": ["100 %"] }, metadata: {} },
    { output_type: "stream", name: "stdout", text: ["a\n", "b\n"] },
  ]);
  expect(done.cells[3]!.outputs).toMatchObject([{ data: { "application/json": { x: [1] } }, execution_count: 2 }]);
  expect(done.cells[4]!.outputs).toMatchObject([{ data: { "text/plain": ["'kept'"] } }]);
  expect(done.cells[5]!.outputs).toMatchObject([{ data: { "text/plain": ["true"] } }]);
  expect(done.metadata.language_info).toMatchObject({ name: "typescript" });
  expect(read(file).cells[1]!.outputs).toEqual([]);
});

test("stops at a cell that fails, writes what there is, and says which", async () => {
  const { code, output, file, read } = await run("two.ipynb", [
    codeCell("throw new Error('expected here')", ["raises-exception"]),
    codeCell("const n: number = 'text'"),
    codeCell("1"),
  ]);
  expect(code).toBe(2);
  expect(output).toMatch(/two\.ipynb: cell 2 \[2\]: TypeScriptError: TS2322/);
  const { cells } = read(file);
  expect(cells.map(({ outputs }) => outputs!.map(({ output_type }) => output_type))).toEqual([
    ["error"],
    ["error"],
    [],
  ]);
});

test("says so when the kernel ends", async () => {
  const { code, output } = await run("three.ipynb", [codeCell("process.kill(process.pid, 'SIGKILL')")]);
  expect(code).toBe(2);
  expect(output).toMatch(/three\.ipynb: the kernel ended/);
});

test("refuses what it cannot run, in one line", async () => {
  const file = join(folder, "other.ipynb");
  writeFileSync(
    file,
    JSON.stringify({ ...notebookOf([]), metadata: { kernelspec: { name: "python3", language: "python" } } }),
  );
  expect(await cli(["notebook", "run", file])).toMatchObject({
    code: 2,
    output: expect.stringMatching(/the kernel python3/),
  });
  writeFileSync(file, "{}");
  expect(await cli(["notebook", "run", file])).toMatchObject({ code: 2, output: expect.stringMatching(/nbformat 4/) });
  expect((await cli(["notebook", "run", join(folder, "none.ipynb")])).output).toMatch(/^espdl-lab: .*none\.ipynb.*\n$/);
});

test("kernel install writes kernel.json where Jupyter looks", async () => {
  const { code } = await cli(["kernel", "install", "--prefix", folder]);
  expect(code).toBe(0);
  const spec = JSON.parse(readFileSync(join(folder, "share/jupyter/kernels/espdl-lab/kernel.json"), "utf8"));
  expect(spec).toMatchObject({ language: "typescript", interrupt_mode: "message" });
  expect(spec.argv.at(-1)).toBe("{connection_file}");
  expect(existsSync(spec.argv[0])).toBe(true);
  const user = join(folder, "user");
  expect((await cli(["kernel", "install", "--user"], { JUPYTER_DATA_DIR: user })).code).toBe(0);
  expect(existsSync(join(user, "kernels/espdl-lab/kernel.json"))).toBe(true);
});

test("without JupyterLab, notebook says in one line how to get it", async () => {
  const { code, output } = await cli(["notebook"], { PATH: "" });
  expect(code).toBe(2);
  expect(output).toMatch(/^espdl-lab: JupyterLab was not found; get it with: pip install jupyterlab.*\n$/);
});

test.each([
  ["another machine's address", { ip: "0.0.0.0" }, /ip must be a loopback address/],
  ["no key", { key: "" }, /key must be a string that is not empty/],
  ["another signature scheme", { signature_scheme: "hmac-md5" }, /signature_scheme must be/],
  ["a wrong port", { hb_port: 70000 }, /hb_port must be a port/],
])("kernel start refuses a connection file with %s", async (_, change, message) => {
  const file = join(folder, "connection.json");
  const ports = { shell_port: 1, control_port: 2, iopub_port: 3, stdin_port: 4, hb_port: 5 };
  const good = { transport: "tcp", ip: "127.0.0.1", key: "k", signature_scheme: "hmac-sha256", ...ports };
  writeFileSync(file, JSON.stringify({ ...good, ...change }));
  const { code, output } = await cli(["kernel", "start", "--connection_file", file]);
  expect(code).toBe(2);
  expect(output).toMatch(message);
});
