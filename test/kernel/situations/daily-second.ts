// biome-ignore-all lint/suspicious/noTemplateCurlyInString: cells are text here
import type { Situation } from "./situation.js";

/** The second half of what somebody types all day. */
export const DAILY_SECOND: readonly Situation[] = [
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
