import { afterAll, beforeAll, expect, test } from "vitest";
import { NotebookSession } from "./notebook-session.js";

const PACKAGE = (name: string, more: object) => JSON.stringify({ name, version: "1.0.0", ...more });

let notebook: NotebookSession;
beforeAll(async () => {
  notebook = await NotebookSession.start({
    "node_modules/only-esm/package.json": PACKAGE("only-esm", {
      type: "module",
      exports: { ".": { types: "./types/main.d.ts", import: "./lib/main.js" }, "./part": "./lib/part.js" },
    }),
    "node_modules/only-esm/types/main.d.ts":
      "export default function twice(n: number): number;\nexport declare const name: string;\n",
    "node_modules/only-esm/lib/main.js": "export default (n) => 2 * n;\nexport const name = 'only-esm';\n",
    "node_modules/only-esm/lib/part.js": "export const ready = await Promise.resolve('waited');\n",
    "node_modules/old-cjs/package.json": PACKAGE("old-cjs", { main: "main.js" }),
    "node_modules/old-cjs/main.js": "module.exports = { five: 5 };\n",
    "data.json": '{ "rows": [1, 2] }\n',
    "plain.js": "export const version = 1;\n",
    "shape.ts":
      "import { scale } from './scale.js';\nexport interface Box { w: number }\nexport let count = 0;\nexport const area = (box: Box): number => { count++; return box.w * scale; };\n",
    "scale.ts": "export const scale: number = await Promise.resolve(2);\n",
    "broken.ts": "export const before = 1;\nthrow new Error('in a file');\n",
    "ring-a.ts": "import { b } from './ring-b.ts';\nexport const a = () => 'a' + b();\n",
    "ring-b.ts": "import { a } from './ring-a.ts';\nexport const b = () => 'b' + typeof a;\n",
  });
});
afterAll(() => notebook.stop());

async function result(code: string): Promise<string | undefined> {
  const { error, traceback, result } = await notebook.run(code);
  expect(error, traceback).toBeUndefined();
  return result;
}

test("packages that are ESM alone, with an exports map and types", async () => {
  expect(await result("import twice, { name } from 'only-esm'; [twice(4), name]")).toBe("[ 8, 'only-esm' ]");
  expect((await notebook.run("twice('x')")).error).toMatch(/TS2345/);
});

test("a dependency with a top-level await", async () => {
  expect(await result("// @ts-nocheck\nimport { ready } from 'only-esm/part'; ready")).toBe("'waited'");
});

test("CommonJS packages, by import and by require", async () => {
  expect(await result("// @ts-nocheck\nimport old from 'old-cjs'; old.five")).toBe("5");
  expect(await result("require('old-cjs').five")).toBe("5");
});

test("JSON", async () => {
  expect(await result("import data from './data.json'; data.rows.length")).toBe("2");
});

test("a package that is not there is named", async () => {
  expect((await notebook.run("import 'not-there'")).error).toMatch(/not-there/);
});

test("TypeScript files, edited between runs", async () => {
  expect(await result("import { area, count, type Box } from './shape.ts'; area({ w: 3 })")).toBe("6");
  expect(await result("import * as again from './shape'; [again.count, count]")).toBe("[ 1, 1 ]");
  notebook.write("scale.ts", "export const scale = 10;\n// longer\n");
  expect(await result("import { area } from './shape.ts'; const box: Box = { w: 3 }; area(box)")).toBe("30");
  notebook.write("shape.ts", "export const area = (text: string): string => text + '!!';\n");
  expect(await result("import { area } from './shape.ts'; area('x')")).toBe("'x!!'");
  expect(await result("(await import('./shape.ts')).area('y')")).toBe("'y!!'");
});

test("a JavaScript file, edited between runs", async () => {
  expect(await result("import { version } from './plain.js'; version")).toBe("1");
  notebook.write("plain.js", "export const version = 2; // edited\n");
  expect(await result("import { version } from './plain.js'; version")).toBe("2");
});

test("a file that appears after it was missed", async () => {
  expect((await notebook.run("import { late } from './late.ts'; late")).error).toMatch(/TS2307/);
  notebook.write("late.ts", "export const late = 'here';\n");
  expect(await result("import { late } from './late.ts'; late")).toBe("'here'");
});

test("a file that throws is named with its line, and tried again", async () => {
  const { error, traceback } = await notebook.run("import { before } from './broken.ts'; before");
  expect(error).toBe("Error: in a file");
  expect(traceback).toMatch(/broken\.ts:2:7/);
  notebook.write("broken.ts", "export const before = 'mended';\n");
  expect(await result("import { before } from './broken.ts'; before")).toBe("'mended'");
});

test("files that import each other", async () => {
  expect(await result("import { a } from './ring-a.ts'; a()")).toBe("'abfunction'");
});
