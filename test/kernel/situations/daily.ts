// biome-ignore-all lint/suspicious/noTemplateCurlyInString: cells are text here
import type { Situation } from "./situation.js";

/** What somebody types all day, with what Node's prompt, Deno or IPython do. */
export const DAILY: readonly Situation[] = [
  [
    "class across cells, abstract, super",
    [
      "abstract class Layer { constructor(protected n: string) {} abstract f(x: number): number; name() { return this.n } }",
      "class Relu extends Layer { constructor() { super('relu') } f(x: number) { return Math.max(0, x) } override name() { return super.name() + '!' } }",
      "const rl = new Relu(); [rl.f(-1), rl.f(2), rl.name()]",
    ],
    "[ 0, 2, 'relu!' ]",
  ],
  [
    "class redefined, old instance keeps its methods",
    [
      "class Dog { s() { return 'a' } }\nconst dg = new Dog();",
      "class Dog { s() { return 'b' } }",
      "[dg.s(), new Dog().s(), dg instanceof Dog]",
    ],
    "[ 'a', 'b', false ]",
  ],
  [
    "function used by older is redefined",
    [
      "function scale(x: number) { return x * 2 }\nfunction useIt(x: number) { return scale(x) + 1 }",
      "function scale(x: number) { return x * 10 }",
      "useIt(1)",
    ],
    "11",
  ],
  [
    "arrow const used by older cell is redefined",
    [
      "const inc = (x: number) => x + 1;",
      "const inc2 = (x: number) => inc(inc(x));",
      "const inc = (x: number) => x + 100;",
      "inc2(0)",
    ],
    "200",
  ],
  [
    "class that an older function constructs is redefined",
    ["class Model { v = 1 }", "function build() { return new Model() }", "class Model { v = 2 }", "build().v"],
    "2",
  ],
  [
    "async iterator class",
    [
      "class Ticker { constructor(private n: number) {} async *[Symbol.asyncIterator]() { for (let i = 0; i < this.n; i++) { await new Promise(r => setTimeout(r, 1)); yield i } } }",
      "const seen: number[] = []; for await (const t of new Ticker(4)) { if (t === 3) break; seen.push(t) }\nseen",
    ],
    "[ 0, 1, 2 ]",
  ],
  [
    "await in nested loops with labels",
    [
      "let hits = 0;\nouter: for (const a of [1, 2, 3]) { for (const b of [1, 2, 3]) { await null; if (b === 3) continue outer; if (a === 3) break outer; hits += a * b } }\nhits",
    ],
    "9",
  ],
  [
    "await in while condition",
    [
      "let left = 3; const nextOne = async () => left-- > 0; let rounds = 0;\nwhile (await nextOne()) rounds++;\nrounds",
    ],
    "3",
  ],
  ["do while with await", ["let dw = 0; do { dw += await Promise.resolve(2) } while (dw < 5); dw"], "6"],
  [
    "try finally at top with await",
    [
      "let tf = ''; try { tf += 'a'; await null; throw new Error('x') } catch (e) { tf += (e as Error).message } finally { await null; tf += 'f' } tf",
    ],
    "'axf'",
  ],
  [
    "destructuring redeclared",
    [
      "const { p1, p2: [p3 = 7] = [] } = { p1: 1 } as any; p3",
      "const { p1, ...p3 } = { p1: 'x', q: 1, r: 2 }; [p1, p3]",
    ],
    "[ 'x', { q: 1, r: 2 } ]",
  ],
  [
    "array pattern redeclared as other types",
    ["let [aa, , bb = 3, ...cc] = [1, 2, undefined, 4, 5];", "let [bb, aa] = ['s', true] as const; [aa, bb, cc]"],
    "[ true, 's', [ 4, 5 ] ]",
  ],
  ["swap by assignment pattern of earlier lets", ["let s1 = 1, s2 = 2;", "[s1, s2] = [s2, s1]; [s1, s2]"], "[ 2, 1 ]"],
  ["object assignment pattern", ["let o1 = 0, o2 = 0;", "({ o1, k: o2 } = { o1: 5, k: 6 }); [o1, o2]"], "[ 5, 6 ]"],
  ["dual package imported", ["import { how } from 'dual'; how"], "'import'"],
  ["dual package required", ["require('dual').how"], "'require'"],
  ["sub path class of CJS", ["import Sub from 'dual/sub'; new (Sub as any)().hi()"], "'sub'"],
  [
    "typed package checked",
    ["import { add } from 'typed'; add(1, 'x')"],
    "fail: TypeScriptError: TS2345: Argument of type 'string' is not assignable to parameter of type 'number'.",
  ],
  ["typed package runs", ["import { add as add2 } from 'typed'; add2(1, 2)"], "3"],
  [
    "enum and class of a file",
    [
      "import { Kind, area, Base, type Box } from './lib/shapes.ts'; const bx: Box = { w: 2, h: 3 }; class Run extends Base { run() { return area(bx) } } [Kind.B, new Run().twice()]",
    ],
    "[ 'b', 12 ]",
  ],
  ["files that import each other", ["import { a as la1 } from './loop-a.ts'; la1()"], "'abfunction'"],
  ["CJS named imports", ["import { twice } from './util.cjs'; twice(4)"], "8"],
  ["require of JSON", ["require('./cfg.json').layers.length"], "3"],
  [
    "createRequire",
    ["import { createRequire } from 'node:module'; createRequire(import.meta.url)('./cfg.json').name"],
    "'net'",
  ],
  ["JSON types", ["import cfg from './cfg.json' with { type: 'json' }; cfg.layers.map(n => n * 2)"], "[ 2, 4, 6 ]"],
  [
    "JSON wrong member",
    ["import cfg2 from './cfg.json' with { type: 'json' }; cfg2.nolayers"],
    "fail: TypeScriptError: TS2551: Property 'nolayers' does not exist on type '{ layers: number[]; name: string; }'. Did you mean 'layers'?",
  ],
  [
    "unknown package",
    ["import nope from 'no-such-package-x'; nope"],
    "fail: TypeScriptError: TS2307: Cannot find module 'no-such-package-x' or its corresponding type declarations.",
  ],
  [
    "generators chained",
    [
      "function* nat() { let n = 0; while (true) yield n++ }\nfunction* take<T>(it: Iterable<T>, n: number) { let i = 0; for (const v of it) { if (i++ >= n) return; yield v } }",
      "[...take(nat(), 4)]",
    ],
    "[ 0, 1, 2, 3 ]",
  ],
  [
    "generator kept between cells",
    ["const gen = nat(); gen.next(); gen.next()", "gen.next()"],
    "{ value: 2, done: false }",
  ],
  [
    "standard decorator",
    [
      "function logged<T extends (...a: any[]) => any>(f: T, c: ClassMethodDecoratorContext) { return function (this: any, ...a: any[]) { return String(c.name) + ':' + f.apply(this, a) } as any }",
      "class Deco { @logged m(x: number) { return x + 1 } }\nnew Deco().m(1)",
    ],
    "'m:2'",
  ],
  [
    "class decorator",
    [
      "function sealed<T extends new (...a: any[]) => object>(c: T, _: ClassDecoratorContext) { return class extends c { extra = 1 } }",
      "@sealed class Sd { a = 0 }\nnew Sd()",
    ],
    "Sd { a: 0, extra: 1 }",
  ],
  [
    "enum merged with namespace",
    [
      "enum Op { Add, Mul }\nnamespace Op { export const parse = (s: string) => s === '+' ? Op.Add : Op.Mul }",
      "Op.parse('*')",
    ],
    "1",
  ],
  ["enum reverse and iteration", ["enum Lv { Lo = 1, Hi = 5 }", "[Lv[5], Object.keys(Lv).length]"], "[ 'Hi', 4 ]"],
  [
    "namespace nested",
    ["namespace Net.Inner { export let n = 1; export const up = () => ++n }", "Net.Inner.up(); Net.Inner.n"],
    "2",
  ],
  [
    "type-only cell",
    [
      "type Pair<T> = [T, T]; interface HasLen { length: number }",
      "const pr: Pair<string> = ['a', 'b']; const hl: HasLen = pr; hl.length",
    ],
    "2",
  ],
  ["type-only cell shows nothing", ["type Only = { a: 1 };"], "none"],
  [
    "conditional and mapped types",
    [
      "type Getters<T> = { [K in keyof T as `get${Capitalize<string & K>}`]: () => T[K] };",
      "const gt: Getters<{ age: number }> = { getAge: () => 4 }; gt.getAge()",
    ],
    "4",
  ],
  [
    "overloads",
    ["function ov(a: string): string;\nfunction ov(a: number): number;\nfunction ov(a: any) { return a }", "ov(3) + 1"],
    "4",
  ],
  ["bigint power", ["2n ** 100n"], "1267650600228229401496703205376n"],
  [
    "bigint mixed is a type error",
    ["1n + 1"],
    "fail: TypeScriptError: TS2365: Operator '+' cannot be applied to types '1n' and '1'.",
  ],
  ["typed array of 1e6", ["const big1 = new Float64Array(1e6).fill(0.5); big1.reduce((a, b) => a + b, 0)"], "500000"],
  [
    "DataView",
    ["const dv = new DataView(new ArrayBuffer(8)); dv.setFloat32(0, 1.5); [...new Uint8Array(dv.buffer)]"],
    "[\n  63, 192, 0, 0,\n   0,   0, 0, 0\n]",
  ],
  [
    "worker thread",
    [
      "import { Worker } from 'node:worker_threads'; const wk = new Worker('./w.mjs'); const sum = await new Promise(r => { wk.once('message', r); wk.postMessage([1, 2, 3]) }); sum",
    ],
    "6",
  ],
  [
    "worker prints",
    [
      "import { Worker as W2 } from 'node:worker_threads'; const wk2 = new W2('./w.mjs'); await new Promise(r => { wk2.once('message', r); wk2.postMessage([1]) }); await new Promise(r => setTimeout(r, 100));",
    ],
    "out: from the worker\n",
  ],
  [
    "worker of text",
    [
      "import { Worker as W3 } from 'node:worker_threads'; const wk3 = new W3('require(\"node:worker_threads\").parentPort.postMessage(5)', { eval: true }); await new Promise(r => wk3.once('message', r))",
    ],
    "5",
  ],
  [
    "child process spawn with stdin",
    [
      "import { spawn } from 'node:child_process'; const cp = spawn(process.execPath, ['child.mjs']); let said = ''; cp.stdout.on('data', d => said += d); cp.stdin.write('hi'); const code = await new Promise(r => cp.on('close', r)); [said, code]",
    ],
    "[ 'got hi', 3 ]",
  ],
  [
    "child inherits stdout",
    [
      "import { spawnSync } from 'node:child_process'; spawnSync('sh', ['-c', 'echo one; echo two'], { stdio: 'inherit' });",
    ],
    "out: one\ntwo\n",
  ],
  [
    "execSync that fails",
    ["import { execSync } from 'node:child_process'; execSync('sh -c \"exit 4\"', { stdio: 'pipe' })"],
    'fail: Error: Command failed: sh -c "exit 4"',
  ],
  [
    "exec promisified",
    [
      "import { promisify } from 'node:util'; import { exec } from 'node:child_process'; (await promisify(exec)('echo hello')).stdout",
    ],
    "'hello\\n'",
  ],
  [
    "unicode names and strings",
    ["const größe = '日本語 🎉 é'; [größe.length, [...größe].length, größe]"],
    "[ 8, 7, '日本語 🎉 é' ]",
  ],
  ["emoji printed", ["console.log('👩‍👩‍👧 ✓ ∑')"], "out: 👩‍👩‍👧 ✓ ∑\n"],
  [
    "console.table",
    ["console.table([{ n: 'a', v: 1 }, { n: 'b', v: 2 }])"],
    "out: ┌─────────┬─────┬───┐\n│ (index) │ n   │ v │\n├─────────┼─────┼───┤\n│ 0       │ 'a' │ 1 │\n│ 1       │ 'b' │ 2 │\n└─────────┴─────┴───┘\n",
  ],
];
