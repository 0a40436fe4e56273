// biome-ignore-all lint/suspicious/noTemplateCurlyInString: cells are text here
import type { Situation } from "./situation.js";

/** Files that the cells below use. */
export const DAILY_FILES: Readonly<Record<string, string>> = {
  "cfg.json": '{ "layers": [1, 2, 3], "name": "net" }',
  "util.cjs": "exports.twice = (x) => 2 * x; exports.name = 'util';\n",
  "lib/shapes.ts":
    "export enum Kind { A = 'a', B = 'b' }\nexport interface Box { w: number; h: number }\nexport const area = (b: Box) => b.w * b.h;\nexport abstract class Base { abstract run(): number; twice() { return 2 * this.run(); } }\n",
  "lib/bad.ts": "export function deep() {\n  const x: any = null;\n  return x.y;\n}\n",
  "w.mjs":
    "import { parentPort } from 'node:worker_threads';\nconsole.log('from the worker');\nparentPort.on('message', (m) => { parentPort.postMessage(m.reduce((a, b) => a + b, 0)); parentPort.close(); });\n",
  "child.mjs": "process.stdin.on('data', (d) => { process.stdout.write('got ' + d); process.exit(3); });\n",
  "data.csv": "a,b\n1,2\n3,4\n",
  "node_modules/dual/package.json":
    '{ "name": "dual", "exports": { ".": { "import": "./i.mjs", "require": "./r.cjs" } , "./sub": "./sub.cjs" } }',
  "node_modules/dual/i.mjs": "export const how = 'import';\n",
  "node_modules/dual/r.cjs": "exports.how = 'require';\n",
  "node_modules/dual/sub.cjs": "module.exports = class Sub { hi() { return 'sub'; } };\n",
  "node_modules/typed/package.json": '{ "name": "typed", "main": "m.js", "types": "m.d.ts" }',
  "node_modules/typed/m.js": "exports.add = (a, b) => a + b;\n",
  "node_modules/typed/m.d.ts": "export declare function add(a: number, b: number): number;\n",
  "loop-a.ts": "import { b } from './loop-b.js';\nexport const a = () => 'a' + b();\n",
  "loop-b.ts": "import { a } from './loop-a.js';\nexport const b = () => 'b' + typeof a;\n",
};

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
  [
    "console.log of nothing and percent",
    ["console.log(); console.log('%s is %d%%', 'x', 5); console.log('%o', 1)"],
    "out: \nx is 5%\n1\n",
  ],
  ["console.dir depth", ["console.dir({ a: { b: { c: { d: 1 } } } }, { depth: 0 })"], "out: { a: [Object] }\n"],
  ["huge string value", ["'x'.repeat(1e6).length"], "1000000"],
  [
    "long string result is shown",
    ["'ab'.repeat(30)"],
    "'abababababababababababababababababababababababababababababab'",
  ],
  ["carriage return progress", ["process.stdout.write('50%\\r'); process.stdout.write('100%\\n')"], "out: 50%\r100%\n"],
  ["IIFE async", ["await (async () => { for (const x of [1]) await x; return 'done' })()"], "'done'"],
  ["const then value on last line without semicolon", ["const zz = 4\nzz * 2"], "8"],
  ["ASI trap: array on next line", ["const zq = 1;\n[1, 2].map(x => x + zq)"], "[ 2, 3 ]"],
  ["object literal last", ["({ loss: 0.5, acc: 0.9 })"], "{ loss: 0.5, acc: 0.9 }"],
  [
    "sorted map entries",
    [
      "const counts = new Map<string, number>(); for (const c of 'hello') counts.set(c, (counts.get(c) ?? 0) + 1); [...counts].sort((a, b) => b[1] - a[1])[0]",
    ],
    "[ 'l', 2 ]",
  ],
  [
    "reduce to record",
    ["const rec = ['a', 'b'].reduce<Record<string, number>>((o, k, i) => ({ ...o, [k]: i }), {}); rec"],
    "{ a: 0, b: 1 }",
  ],
  [
    "csv read",
    [
      "import { readFileSync } from 'node:fs'; readFileSync('data.csv', 'utf8').trim().split('\\n').slice(1).map(l => l.split(',').map(Number))",
    ],
    "[ [ 1, 2 ], [ 3, 4 ] ]",
  ],
  [
    "write and read file",
    [
      "import { writeFile, readFile, rm } from 'node:fs/promises'; await writeFile('t.bin', new Uint8Array([1, 2])); const tb = await readFile('t.bin'); await rm('t.bin'); [...tb]",
    ],
    "[ 1, 2 ]",
  ],
  [
    "readline over file lines",
    [
      "import { createReadStream } from 'node:fs'; import { createInterface } from 'node:readline'; const ls: string[] = []; for await (const l of createInterface({ input: createReadStream('data.csv') })) ls.push(l); ls.length",
    ],
    "3",
  ],
  [
    "events",
    [
      "import { EventEmitter, once } from 'node:events'; const em = new EventEmitter(); setTimeout(() => em.emit('go', 5), 1); (await once(em, 'go'))[0]",
    ],
    "5",
  ],
  [
    "stream pipeline",
    [
      "import { pipeline } from 'node:stream/promises'; import { Readable, Transform } from 'node:stream'; const outp: string[] = []; await pipeline(Readable.from(['a', 'b']), async function* (src: AsyncIterable<string>) { for await (const c of src) yield c.toUpperCase() }, async (src: AsyncIterable<string>) => { for await (const c of src) outp.push(c) }); outp",
    ],
    "[ 'A', 'B' ]",
  ],
  [
    "http server and fetch",
    [
      "import http from 'node:http'; import type { AddressInfo } from 'node:net'; const srv = http.createServer((_, res) => res.end(JSON.stringify({ ok: 1 }))).listen(0); await new Promise(r => srv.once('listening', r)); const got = await (await fetch(`http://127.0.0.1:${(srv.address() as AddressInfo).port}/`)).json(); srv.close(); got",
    ],
    "{ ok: 1 }",
  ],
  ["timers/promises", ["import { setTimeout as sleep } from 'node:timers/promises'; await sleep(2, 'v')"], "'v'"],
  [
    "setInterval cleared",
    [
      "let ti = 0; await new Promise<void>(r => { const h = setInterval(() => { if (++ti === 3) { clearInterval(h); r() } }, 1) }); ti",
    ],
    "3",
  ],
  [
    "AbortSignal.timeout",
    ["const ac = AbortSignal.timeout(5); await new Promise(r => ac.addEventListener('abort', r)); ac.reason.name"],
    "'TimeoutError'",
  ],
  [
    "closures over loop variable",
    ["const fs1: (() => number)[] = []; for (let i = 0; i < 3; i++) fs1.push(() => i); fs1.map(f => f())"],
    "[ 0, 1, 2 ]",
  ],
  [
    "var closure",
    ["const fs2: (() => number)[] = []; for (var vi = 0; vi < 3; vi++) fs2.push(() => vi); fs2.map(f => f())"],
    "[ 3, 3, 3 ]",
  ],
  [
    "recursion too deep",
    ["function rec1(n: number): number { return rec1(n + 1) + 1 }\nrec1(0)"],
    "fail: RangeError: Maximum call stack size exceeded",
  ],
  ["Array invalid length", ["new Array(-1)"], "fail: RangeError: Invalid array length"],
  [
    "custom error class",
    [
      "class ShapeError extends Error { constructor(public got: number[], m: string) { super(m); this.name = 'ShapeError' } }",
      "throw new ShapeError([1], 'bad shape')",
    ],
    "fail: ShapeError: bad shape",
  ],
  [
    "const assigned",
    ["const cst = 1;", "cst = 2"],
    "fail: TypeScriptError: TS2588: Cannot assign to 'cst' because it is a constant.",
  ],
  [
    "assign wrong type to earlier let",
    ["let tl = 1;", "tl = 'x'"],
    "fail: TypeScriptError: TS2322: Type 'string' is not assignable to type 'number'.",
  ],
  [
    "redeclared twice in one cell",
    ["const dd = 1; const dd = 2;"],
    "fail: TypeScriptError: TS2451: Cannot redeclare block-scoped variable 'dd'.",
  ],
  [
    "use before its declaration",
    ["ubd + 1; const ubd = 2"],
    "fail: TypeScriptError: TS2448: Block-scoped variable 'ubd' used before its declaration.",
  ],
  ["function hoisted in its cell", ["hoisted(2); function hoisted(n: number) { return n * 2 }\nhoisted(4)"], "8"],
  [
    "getter class and static",
    [
      "class Acc { static count = 0; #v = 0; get v() { return this.#v } set v(x) { Acc.count++; this.#v = x } }",
      "const acc1 = new Acc(); acc1.v = 3; acc1.v += 1; [acc1.v, Acc.count]",
    ],
    "[ 4, 2 ]",
  ],
  [
    "private methods and in",
    [
      "class Pm { #p() { return 1 } static has(o: object) { return #p in o } r() { return this.#p() } }",
      "[Pm.has(new Pm()), Pm.has({}), new Pm().r()]",
    ],
    "[ true, false, 1 ]",
  ],
  [
    "mixins",
    [
      "type Ctor = new (...a: any[]) => object; const Named = <T extends Ctor>(B: T) => class extends B { nm = 'n' };",
      "class Mx extends Named(Object) {}\nnew Mx().nm",
    ],
    "'n'",
  ],
  [
    "tagged template",
    ["const tag = (s: TemplateStringsArray, ...v: unknown[]) => s.raw.join('|') + v.join(',');", "tag`a${1}b\\n${2}c`"],
    "'a|b\\\\n|c1,2'",
  ],
  [
    "Symbol.toPrimitive",
    ["const tp = { [Symbol.toPrimitive]: (h: string) => h === 'number' ? 42 : 'str' }; [+(tp as any), `${tp as any}`]"],
    "[ 42, 'str' ]",
  ],
  [
    "Proxy set trap",
    [
      "const logs: string[] = []; const px = new Proxy({} as Record<string, number>, { set(t, k, v) { logs.push(String(k)); t[k as string] = v; return true } }); px.a = 1; px.b = 2; logs",
    ],
    "[ 'a', 'b' ]",
  ],
  ["WeakRef and FinalizationRegistry", ["const wr = new WeakRef({ a: 1 }); wr.deref()?.a"], "1"],
  ["Intl number", ["new Intl.NumberFormat('en-US').format(1234567.891)"], "'1,234,567.891'"],
  ["date ISO", ["new Date(Date.UTC(2024, 1, 29)).toISOString()"], "'2024-02-29T00:00:00.000Z'"],
  ["regexp named groups", ["'2024-05'.match(/(?<y>\\d+)-(?<m>\\d+)/)!.groups!.m"], "'05'"],
  ["matchAll", ["[...'a1b22'.matchAll(/\\d+/g)].map(m => m[0])"], "[ '1', '22' ]"],
  ["NaN and Infinity array", ["[NaN, -Infinity, -0, 0]"], "[ NaN, -Infinity, -0, 0 ]"],
  ["sparse array", ["[1, , 3]"], "[ 1, <1 empty item>, 3 ]"],
  ["class with toString in template", ["class Ts1 { toString() { return 'TS' } }\n`${new Ts1()}`"], "'TS'"],
  [
    "inspect.custom",
    ["import { inspect } from 'node:util'; class Ci { [inspect.custom]() { return '<Ci>' } }\nnew Ci()"],
    "<Ci>",
  ],
  ["void expression", ["void 0"], "none"],
  ["comma in for", ["let fa = 0; for (let i = 0, j = 10; i < j; i++, j--) fa++; fa"], "5"],
  [
    "switch true with let",
    [
      "let sw = 5; let kind = ''; switch (true) { case sw > 3: { let t = 'big'; kind = t; break } default: kind = 'small' } kind",
    ],
    "'big'",
  ],
  [
    "earlier let changed in callback awaited",
    ["let cbv = 0;", "await Promise.all([1, 2, 3].map(async n => { await null; cbv += n }));", "cbv"],
    "6",
  ],
  [
    "let updated by a timer between cells",
    [
      "let ticks = 0; const hnd = setInterval(() => { ticks++ }, 1);",
      "await new Promise(r => setTimeout(r, 30)); clearInterval(hnd); ticks > 2",
    ],
    "true",
  ],
  [
    "delete of a global",
    ["(globalThis as any).gv = 1; delete (globalThis as any).gv; typeof (globalThis as any).gv"],
    "'undefined'",
  ],
  ["tensor displays", ["import * as lab1 from 'espdl-lab'; typeof lab1.Tensor"], "'function'"],
  [
    "prototype extended with declare global",
    [
      "declare global { interface Array<T> { last(): T } }\nArray.prototype.last = function () { return this[this.length - 1] };",
      "[1, 2, 9].last()",
    ],
    "9",
  ],
  [
    "async generator delegated",
    [
      "async function* ag() { yield* [1, 2]; yield* (async function* () { yield 3 })() }\nconst agr: number[] = []; for await (const v of ag()) agr.push(v); agr",
    ],
    "[ 1, 2, 3 ]",
  ],
  [
    "await using",
    ["let closed = ''; { await using r = { async [Symbol.asyncDispose]() { closed = 'yes' } }; } closed"],
    "'yes'",
  ],
  [
    "const assertions",
    ["const dirs = ['n', 's'] as const; type Dir = typeof dirs[number];", "const d1: Dir = 'e'"],
    'fail: TypeScriptError: TS2322: Type \'"e"\' is not assignable to type \'"n" | "s"\'.',
  ],
  ["implicit any param", ["const ia = (x) => x; ia(3)"], "3"],
  ["optional catch binding", ["let oc = 0; try { throw 1 } catch { oc = 1 } oc"], "1"],
  ["new.target", ["function Nt(this: any) { this.t = new.target === Nt } new (Nt as any)().t"], "true"],
  ["arguments object", ["function ar() { return arguments.length } (ar as any)(1, 2)"], "2"],
  [
    "memoized closure across cells",
    [
      "const memo = new Map<number, number>(); const fib = (n: number): number => n < 2 ? n : memo.get(n) ?? (memo.set(n, fib(n - 1) + fib(n - 2)), memo.get(n)!);",
      "fib(80)",
    ],
    "23416728348467684",
  ],
  [
    "import same name twice from other modules",
    ["import { join } from 'node:path';", "import { join } from 'node:path/posix'; join('a', '..', 'b')"],
    "'b'",
  ],
  ["import then declare same name", ["import { sep } from 'node:path';", "const sep = '#'; sep"], "'#'"],
  ["shadow a builtin", ["const name = 'mine'; const process2 = process.pid > 0;", "name"], "'mine'"],
  [
    "shadow console in a function",
    ["function sc() { const console = { log: (x: string) => x + '!' }; return console.log('a') } sc()"],
    "'a!'",
  ],
  ["let named like a global: fetch", ["const fetch = (x: number) => x; fetch(3)", "fetch(4)"], "4"],
  ["URL shown", ["new URL('http://a.b/c?d=1').searchParams.get('d')"], "'1'"],
];
