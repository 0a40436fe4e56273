import { afterAll, beforeAll, expect, test } from "vitest";
import { NotebookSession, published } from "./notebook-session.js";

let notebook: NotebookSession;
beforeAll(async () => {
  notebook = await NotebookSession.start();
});
afterAll(() => notebook.stop());

test("50,000 lines printed in one loop arrive, in order", async () => {
  const { stdout, status } = await notebook.run("for (let i = 0; i < 50_000; i++) console.log(i)");
  expect(status).toBe("ok");
  const lines = stdout.split("\n");
  expect(lines).toHaveLength(50_001);
  expect(lines.every((line, i) => line === (i === 50_000 ? "" : String(i)))).toBe(true);
});

test("a hundred megabytes arrive", async () => {
  const { answer } = await notebook.run("for (let i = 0; i < 100; i++) process.stdout.write('x'.repeat(1e6))");
  let characters = 0;
  for (const { header, content } of answer.published)
    if (header.msg_type === "stream") characters += String(content.text).length;
  expect(characters).toBe(100e6);
});

test("text is seen while the cell still runs", async () => {
  const seen: string[] = [];
  const done = notebook.client.execute(
    "console.log('first'); const until = Date.now() + 1500; while (Date.now() < until);",
    {},
    (message) => {
      seen.push(message.header.msg_type);
    },
  );
  await expect.poll(() => seen, { timeout: 20_000 }).toContain("stream");
  const early = seen.includes("status") && seen.filter((type) => type === "status").length === 1;
  await done;
  expect(early).toBe(true);
});

test("streams, displays and results keep their order", async () => {
  const { answer } = await notebook.run(
    "console.log('a'); console.error('b'); lab.display(1); console.log('c'); lab.clearOutput({ wait: true }); 'd'",
  );
  const types = answer.published.map(({ header }) => header.msg_type).filter((type) => type !== "status");
  expect(types).toEqual([
    "execute_input",
    "stream",
    "stream",
    "display_data",
    "stream",
    "clear_output",
    "execute_result",
  ]);
});

test("bytes of one character in two writes are one character", async () => {
  const { stdout } = await notebook.run(
    "const bytes = Buffer.from('é'); process.stdout.write(bytes.subarray(0, 1)); process.stdout.write(bytes.subarray(1))",
  );
  expect(stdout).toBe("é");
});

test("what other programs print arrives", async () => {
  await notebook.run(
    "import { spawn, spawnSync, execSync, execFileSync } from 'node:child_process'; import { once } from 'node:events'",
  );
  const program = "-e', 'console.log(1); console.error(2)'";
  for (const code of [
    `await once(spawn(process.execPath, ['${program}], { stdio: 'inherit' }), 'close')`,
    `await once(spawn(process.execPath, ['${program}], { stdio: ['ignore', 1, process.stderr] }), 'close')`,
    `spawnSync(process.execPath, ['${program}], { stdio: 'inherit' })`,
  ]) {
    const { stdout, stderr, traceback } = await notebook.run(code);
    expect([stdout, stderr], traceback).toEqual(["1\n", "2\n"]);
  }
  const sync = await notebook.run(
    "execSync('echo a; echo e >&2', { stdio: 'inherit' }); execFileSync('echo', ['b'], { stdio: 'inherit' }); String(execSync('echo c'))",
  );
  expect(sync.stdout).toBe("a\nb\n");
  expect(sync.stderr).toBe("e\n");
  expect(sync.result).toBe("'c\\n'");
});

test("a display is updated in place", async () => {
  const cell = await notebook.run(
    "const bar = lab.display({ 'text/plain': '0 %' }); bar.update({ 'text/plain': '100 %' })",
  );
  const [first] = published(cell, "display_data") as { transient: unknown }[];
  const [second] = published(cell, "update_display_data") as { transient: unknown; data: unknown }[];
  expect(second!.transient).toEqual(first!.transient);
  expect(second!.data).toEqual({ "text/plain": "100 %" });
});

test("objects show themselves", async () => {
  const own = await notebook.run(
    "({ toMimeBundle: () => [{ 'image/png': new Uint8Array([1, 2]) }, { 'image/png': { width: 2 } }] })",
  );
  expect(published(own, "execute_result")[0]).toMatchObject({
    data: { "image/png": "AQI=" },
    metadata: { "image/png": { width: 2 } },
  });
  const deno = await notebook.run("({ [Symbol.for('Jupyter.display')]: async () => ({ 'text/html': '<b>x</b>' }) })");
  expect(published(deno, "execute_result")[0]).toMatchObject({ data: { "text/html": "<b>x</b>" } });
  const broken = await notebook.run("({ toMimeBundle() { throw new Error('cannot') } })");
  expect(broken.error).toBe("Error: cannot");
});
