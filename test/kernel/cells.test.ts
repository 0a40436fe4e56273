import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { NotebookSession } from "./notebook-session.js";

let notebook: NotebookSession;
beforeAll(async () => {
  notebook = await NotebookSession.start();
});
afterAll(async () => {
  // By a signal where the machine is too busy for it to end in time.
  expect([0, null]).toContain(await notebook.stop());
});

async function results(...cells: string[]): Promise<(string | undefined)[]> {
  const found: (string | undefined)[] = [];
  for (const cell of cells) {
    const { error, traceback, result } = await notebook.run(cell);
    expect(error, `${cell}\n${traceback}`).toBeUndefined();
    found.push(result);
  }
  return found;
}

describe("syntax that works in a cell", () => {
  test.each([
    ["an awaited parenthesis", ["await (Promise.resolve(1))"], ["1"]],
    ["for await", ["let sum = 0; for await (const n of [1, Promise.resolve(2)]) sum += n; sum"], ["3"]],
    ["shorthand of an earlier const", ["const a1 = 1", "({ a1 })"], [undefined, "{ a1: 1 }"]],
    ["shorthand of an earlier let", ["let a2 = 2", "({ a2 })"], [undefined, "{ a2: 2 }"]],
    ["export", ["export const a3 = 3; export function f3() { return a3; }", "f3()"], [undefined, "3"]],
    ["import.meta", ["typeof import.meta.url"], ["'string'"]],
    ["dynamic import", ["(await import('node:path')).basename('/a/b')"], ["'b'"]],
    [
      "an enum and a namespace",
      ["enum E { A, B } namespace N { export const x = 4 }", "[E.B, N.x]"],
      [undefined, "[ 1, 4 ]"],
    ],
    [
      "a type of an earlier cell",
      ["interface P { x: number } type Q = P", "const p: Q = { x: 5 }; p.x"],
      [undefined, "5"],
    ],
    [
      "a class and its type",
      ["class C { constructor(readonly x: number) {} }", "const c: C = new C(6); c.x"],
      [undefined, "6"],
    ],
    [
      "imports kept for later cells",
      ["import { sep, posix as P } from 'node:path'", "P.join('a', 'b')"],
      [undefined, "'a/b'"],
    ],
    [
      "destructuring",
      ["const { u, v: [w] } = { u: 1, v: [2] }; let [q = 3] = [] as number[]", "[u, w, q]"],
      [undefined, "[ 1, 2, 3 ]"],
    ],
    ["var in a block", ["for (var i5 = 0; i5 < 3; i5++) {}", "i5"], [undefined, "3"]],
    ["a comment behind the last statement", ["const k1 = 1; // one\n/* two */\n", "k1"], [undefined, "1"]],
    ["a redeclared const", ["const r = 1", "const r = 'two'", "r.length"], [undefined, undefined, "3"]],
    ["a cell that is only a string", ["'use strict'"], ["'use strict'"]],
    [
      "optional chaining of a let",
      ["let o: { f(): number } | undefined = { f() { return this === o ? 7 : 0 } }", "o?.f()"],
      [undefined, "7"],
    ],
    [
      "a generic function of an earlier cell",
      ["function id<T>(x: T): T { return x }", "id<number>(8)"],
      [undefined, "8"],
    ],
  ])("%s", async (_, cells, expected) => {
    expect(await results(...cells)).toEqual(expected);
  });

  test("an import below its use", async () => {
    notebook.write("up.ts", "export const toUpperCase = (text: string) => text.toUpperCase();\n");
    const cell = "const below = up('a');\nimport { toUpperCase as up } from './up.ts'";
    expect(await results(cell, "below")).toEqual([undefined, "'A'"]);
  });

  test("using disposes at the end of its cell", async () => {
    const { stdout, error } = await notebook.run(
      "using held = { [Symbol.dispose]() { console.log('closed') } }; console.log(typeof held)",
    );
    expect(error).toBeUndefined();
    expect(stdout).toBe("object\nclosed\n");
  });
});

test("await using disposes at the end of its cell, and waits for it", async () => {
  const { stdout, error } = await notebook.run(
    "await using held2 = { async [Symbol.asyncDispose]() { await null; console.log('closed') } }; console.log('open')",
  );
  expect(error).toBeUndefined();
  expect(stdout).toBe("open\nclosed\n");
});

describe("variables shared by cells", () => {
  test("a let is one variable for earlier closures and later cells", async () => {
    const found = await results(
      "let n = 1; const read = () => n; function write(to: number) { n = to }",
      "n = 10; read()",
      "write(20); n",
      "n++; ({ n } = { n: n + 1 }); [n, read()]",
      "[n] = [5]; n **= 2; read()",
    );
    expect(found).toEqual([undefined, "10", "20", "[ 22, 22 ]", "25"]);
  });

  test("assignments to an earlier let are type-checked, and so are narrowed reads", async () => {
    await results("let maybe: string | undefined");
    expect((await notebook.run("maybe.length")).error).toMatch(/^TypeScriptError: TS18048/);
    expect((await notebook.run("maybe = 3")).error).toMatch(/^TypeScriptError: TS2322/);
    expect(await results("maybe = 'abc'; maybe.length")).toEqual(["3"]);
  });

  test("an earlier const cannot be assigned", async () => {
    await results("const fixed = 1");
    expect((await notebook.run("fixed = 2")).error).toMatch(/TS2632|TS2588/);
  });

  test("a name declared again is the new one for closures of earlier cells too, as in Deno and IPython", async () => {
    expect(await results("const same = 'old'; const old = () => same", "const same = 'new'", "[old(), same]")).toEqual([
      undefined,
      undefined,
      "[ 'new', 'new' ]",
    ]);
  });

  test("a cell that throws keeps what it declared before", async () => {
    const { error } = await notebook.run("const before = 1; if (before) throw new Error('stop'); const after = 2");
    expect(error).toBe("Error: stop");
    expect(await results("before")).toEqual(["1"]);
    expect((await notebook.run("after")).error).toMatch(/TS2304/);
  });
});

describe("errors", () => {
  test("a stack trace names cells and their own lines", async () => {
    await results(
      "// a comment\n\ninterface Unused { x: 1 }\nfunction fail(): never {\n  throw new RangeError('deep')\n}",
    );
    const info = await notebook.run("const x1 = 1;\n\nfail()");
    const lines = info.traceback.split("\n");
    expect(lines[0]).toBe("RangeError: deep");
    expect(lines[1]).toMatch(/^ {4}at fail \(cell\[\d+\]:5:9\)$/);
    expect(lines[2]).toMatch(/^ {4}at cell\[\d+\]:3:\d$/);
    expect(lines).toHaveLength(3);
  });

  test("whatever is thrown is shown", async () => {
    expect((await notebook.run("throw { code: 7 }")).error).toBe("Thrown: { code: 7 }");
    expect((await notebook.run("throw undefined")).error).toBe("Thrown: undefined");
    const { traceback } = await notebook.run("throw new Error('outer', { cause: new TypeError('inner') })");
    expect(traceback).toMatch(/cause.*TypeError: inner/s);
  });

  test("process.exit ends the cell, not the kernel", async () => {
    await results("let kept = 1");
    const { error, stdout } = await notebook.run("console.log('a'); kept = 2; process.exit(3); console.log('b')");
    expect(error).toMatch(/^ProcessExit: process.exit\(3\)/);
    expect(stdout).toBe("a\n");
    expect(await results("kept")).toEqual(["2"]);
  });

  test("a promise that rejects late, and a timer that throws late, are printed", async () => {
    const late: string[] = [];
    notebook.client.onStray = ({ content }) => late.push(String(content.text));
    const cell = "setTimeout(() => { throw new Error('timer') }, 20); void Promise.reject(new Error('late'))";
    const first = await notebook.run(cell);
    expect(first.error).toBeUndefined();
    const { stderr } = await notebook.run("await new Promise((r) => setTimeout(r, 200)); 'alive'");
    const printed = first.stderr + late.join("") + stderr;
    expect(printed).toMatch(/Unhandled rejection: Error: late\n {4}at cell\[\d+\]:1:/);
    expect(printed).toMatch(/Uncaught.*: Error: timer/);
    expect(await results("'alive'")).toEqual(["'alive'"]);
  });
});

test("the library is lab, and importable by name as the same thing", async () => {
  expect(
    await results(
      "import { Tensor } from 'espdl-lab'; lab.Tensor === Tensor",
      "const typed = (t: lab.Tensor) => t.shape; typeof typed",
      "(await import('espdl-lab')).quantize === lab.quantize",
      "import * as kernels from 'espdl-lab/kernels-ref'; Object.keys(kernels).length > 0",
    ),
  ).toEqual(["true", "'function'", "true", "true"]);
});
