import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Answer } from "../../src/kernel/client/client.js";
import { NotebookSession, pause, shown } from "./notebook-session.js";

let notebook: NotebookSession;
beforeAll(async () => {
  notebook = await NotebookSession.start({
    "data.json": '{"answer": 42}',
    "broken.ts": "export const a = 1;\nexport const b = ;\n",
    "view.tsx":
      "/** @jsxRuntime classic */\n/** @jsx h */\nconst h = (tag: string) => tag;\nexport const view = <section />;\n",
    "deep/one.mjs": "export { two } from './two.mjs';\n",
    "deep/two.mjs": "export const two = 2;\n",
  });
});
afterAll(async () => {
  // By a signal where the machine is too busy for it to end in time.
  expect([0, null]).toContain(await notebook.stop());
});

describe("a cell", () => {
  test.each<[string, string[], string | undefined]>([
    ["declares a global for the next", ["declare global { var g1: number }\nglobalThis.g1 = 8;", "g1"], "8"],
    ["declares it anew", ["declare global { var g1: string }\nglobalThis.g1 = 'x';", "g1.length"], "1"],
    ["imports JSON", ['import j1 from "./data.json" with { type: "json" };\nj1.answer'], "42"],
    ["imports JSON later", ['(await import("./data.json", { with: { type: "json" } })).default.answer'], "42"],
    ["resolves a builtin", ['import.meta.resolve("node:fs")'], "'node:fs'"],
    ["resolves a file", ['import.meta.resolve("./a.ts").replace(/.*\\//, "")'], "'a.ts'"],
    ["calls a variable exports", ["const exports = 1;", "exports + 1"], "2"],
    ["calls a variable require", ["const require = 2;", "require + 1"], "3"],
    ["calls a variable __context", ["const __context = 3;", "__context + (await 1)"], "4"],
    ["uses sets in a regular expression", ['/^[\\p{L}--[a-z]]$/v.test("A")'], "true"],
    ["knows WebAssembly", ["typeof WebAssembly.Memory"], "'function'"],
    ["knows the newest strings", ['"a".isWellFormed()'], "true"],
    ["reads any JSON", ["async function f1(r: Response) { return (await r.json()).x } typeof f1"], "'function'"],
    ["imports JSX", ['import { view } from "./view.tsx"; view'], "'section'"],
    ["imports modules", ['import { two } from "./deep/one.mjs"; two'], "2"],
  ])("%s", async (_, cells, expected) => {
    let result: string | undefined;
    for (const cell of cells) {
      const ran = await notebook.run(cell);
      expect(ran.error, ran.traceback).toBeUndefined();
      result = ran.result;
    }
    expect(result).toBe(expected);
  });

  test("sees a module that was edited, however deep", async () => {
    notebook.write("deep/two.mjs", "export const two = 'new';\n");
    expect((await notebook.run('import { two as t2 } from "./deep/one.mjs"; t2')).result).toBe("'new'");
  });

  test("shows the line of a file that is no TypeScript", async () => {
    const { error, traceback } = await notebook.run('import { a } from "./broken.ts"; a');
    expect(error).toBe("TypeScriptError: TS1109: Expression expected.");
    // biome-ignore lint/suspicious/noControlCharactersInRegex: colours of the terminal
    expect(traceback.replace(/\x1b\[\d*m/g, "")).toMatch(/broken\.ts:2:18 - error TS1109/);
  });
});

describe("completion on text that is being written", () => {
  const opens = [
    "",
    "{ ",
    "f(",
    "[",
    "`${",
    "class A { m() { ",
    "if (",
    "const x = { y: ",
    "() => ",
    "for (const a of ",
    "1 + ",
    "!",
    "typeof ",
    "await ",
    "(await ",
    "let a = ",
    "const { a = ",
    "const [b] = ",
    "a = b ? ",
    "a = b ? 1 : ",
    "while (",
    "do { } while (",
    "switch (",
    "switch (1) { case ",
    "throw ",
    "try { ",
    "try { } catch { ",
    "try { } finally { ",
    "new Map([[",
    "f(1, ",
    "f({ a: 1, b: ",
    "[...",
    "({ ...",
    "function f(a = ",
    "async function f() { await ",
    "function* g() { yield ",
    "class A extends ",
    "class A { x = ",
    "class A { static { ",
    "if (true) { } else ",
    "label: ",
    "// a comment\n",
    "/* one */ ",
    "'a string' + ",
    "/a+/.test(",
    "export default ",
    "const f = <T,>(a: T) => ",
    "enum E { A = ",
    "namespace N { ",
    "`a ${",
  ];
  test.each(opens.flatMap((open) => [open, `${open}[1].map((n) => `]))("%s", async (open) => {
    await notebook.run("const cmpl = { alpha: 1, beta: 2 };");
    const code = `${open}cmpl.`;
    const { reply } = await notebook.client.request("shell", "complete_request", { code, cursor_pos: code.length });
    expect(reply.content).toMatchObject({ matches: ["alpha", "beta"], cursor_start: code.length });
  });
});

describe("hover and signature on text that is being written", () => {
  test.each([
    ["cmpl", "const cmpl: {"],
    ["{ cmpl", "const cmpl: {"],
    ["f(cmpl", "const cmpl: {"],
    ["`${cmpl", "const cmpl: {"],
    ["class A { m() { cmpl", "const cmpl: {"],
    ["cmpl.alpha", "(property) alpha: number"],
    ["[1].map((n) => cmpl.alpha", "(property) alpha: number"],
    ["parseInt(", "parseInt(string: string, radix?: number): number"],
    ["{ parseInt('1', ", "parseInt(string: string, radix?: number): number"],
    ["import fs from 'node:fs'; fs.existsSync(", "existsSync(path: fs.PathLike): boolean"],
  ])("%s", async (code, expected) => {
    await notebook.run("const cmpl = { alpha: 1, beta: 2 };");
    const { reply } = await notebook.client.request("shell", "inspect_request", { code, cursor_pos: code.length });
    expect((reply.content.data as Record<string, string>)["text/plain"]).toContain(expected);
  });

  test("tells what the comments of Node's declarations say", async () => {
    const code = "import fs from 'node:fs'; fs.existsSync";
    const { reply } = await notebook.client.request("shell", "inspect_request", { code, cursor_pos: code.length });
    expect((reply.content.data as Record<string, string>)["text/plain"]).toContain("Returns `true` if the path exists");
  });
});

test.each([
  ["if (x)", "incomplete"],
  ["function f()", "incomplete"],
  ["@dec", "incomplete"],
  ["if (x) 1", "complete"],
  ["function f() {}", "complete"],
  ["declare function f(): void", "complete"],
  ["await 1", "complete"],
])("%s is %s", async (code, status) => {
  const { reply } = await notebook.client.request("shell", "is_complete_request", { code });
  expect(reply.content.status).toBe(status);
});

describe("output", () => {
  test("of a timer belongs to the cell that set it", async () => {
    const stray: Answer["published"][number][] = [];
    notebook.client.onStray = (message) => stray.push(message);
    // It prints when the second cell runs, however long the first took.
    const timer =
      "const seen = { go: false, printed: false }; const poll = setInterval(() => { if (seen.go) { clearInterval(poll); console.log('late'); seen.printed = true } }, 20); 1";
    const { reply } = (await notebook.run(timer)).answer;
    const second = await notebook.run(
      "seen.go = true; while (!seen.printed) await new Promise((r) => setTimeout(r, 10)); await new Promise((r) => setTimeout(r, 50))",
    );
    expect(second.stdout).toBe("");
    const [late] = stray.filter(({ header }) => header.msg_type === "stream");
    expect(late?.content).toEqual({ name: "stdout", text: "late\n" });
    expect(late?.parent).toMatchObject({ msg_id: (reply.parent as { msg_id: string }).msg_id });
  });

  test("to a file descriptor is shown", async () => {
    const ran = await notebook.run('import fs from "node:fs"; fs.writeSync(1, "one\\n"); fs.writeSync(2, "two\\n"); 0');
    expect([ran.stdout, ran.stderr]).toEqual(["one\n", "two\n"]);
  });

  test("of a progress bar is one line that is overwritten", async () => {
    const draw = "process.stderr.write('\\x1b[?25l\\x1b[0Ghalf\\x1b[0K\\x1b[0Gfull\\x1b[0K\\n'); process.stderr.isTTY";
    const ran = await notebook.run(draw);
    expect([ran.result, ran.stderr]).toEqual(["true", "\rhalf\rfull\n"]);
  });
});

test("the person is asked by what asks at a terminal", async () => {
  const asked: string[] = [];
  notebook.client.onInput = (question) => {
    asked.push(question);
    return question.includes("sure") ? "y" : "Ada";
  };
  expect((await notebook.run('prompt("name?")')).result).toBe("'Ada'");
  expect((await notebook.run('confirm("sure?")')).result).toBe("true");
  const ran = await notebook.run(`import { createInterface } from "node:readline/promises";
{ const r = createInterface({ input: process.stdin, output: process.stdout }); console.log(await r.question("who? ")); r.close(); }`);
  expect([ran.error, ran.stdout]).toEqual([undefined, "who? Ada\n"]);
  expect(asked).toEqual(["name? ", "sure? [y/N] ", ""]);
});

test("a program that a cell waits for is interrupted", async () => {
  await notebook.run('import { execSync } from "node:child_process"; 0');
  const start = performance.now();
  let begun = () => {};
  const beginning = new Promise<void>((resolve) => {
    begun = resolve;
  });
  const running = notebook.client.execute('console.log("begun"); execSync("sleep 100; echo done")', {}, (message) => {
    if (message.header.msg_type === "stream") begun();
  });
  await beginning;
  await pause(500);
  await notebook.interrupt();
  expect(shown(await running).error).toMatch(/^Interrupted/);
  expect(performance.now() - start).toBeLessThan(50_000);
});

test("values of cells that were run again are freed", async () => {
  await notebook.run("const big = new Float64Array(5e6).fill(1);");
  for (let i = 0; i < 20; i++) await notebook.run("const big = new Float64Array(5e6).fill(1);");
  const { result } = await notebook.run("process.memoryUsage().rss / 2 ** 20");
  expect(Number(result)).toBeLessThan(600); // all of them take more than 800
});

test("what was queued behind a failed cell is aborted, by no clock", async () => {
  const { client } = notebook;
  const [failed, behind] = await Promise.all([client.execute("throw new Error('y')"), client.execute("2")]);
  expect([failed.reply.content.status, behind.reply.content.status]).toEqual(["error", "aborted"]);
  // A page whose clock is a minute late.
  const { toISOString } = Date.prototype;
  Date.prototype.toISOString = function () {
    return toISOString.call(new Date(this.getTime() - 60_000));
  };
  try {
    expect((await notebook.run("throw new Error('x')")).status).toBe("error");
    expect((await notebook.run("1 + 1")).result).toBe("2");
  } finally {
    Date.prototype.toISOString = toISOString;
  }
});

test("garbage with a right signature is refused, and the kernel goes on", async () => {
  const { wire } = notebook.client;
  for (const content of [null, 7, "text", [1], { code: 7 }, {}])
    for (const type of ["execute_request", "complete_request", "inspect_request", "comm_msg", "nonsense"]) {
      const { frames } = wire.encode({ identities: [], type, parent: {}, content: JSON.stringify(content) });
      await notebook.client.send("shell", frames);
    }
  expect((await notebook.run("40 + 2")).result).toBe("42");
});
