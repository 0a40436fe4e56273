// biome-ignore-all lint/suspicious/noTemplateCurlyInString: cells are text here
import type { Situation } from "./situation.js";

/** Classes, enums, decorators, namespaces and patterns, declared in one cell and used or declared again in another. */
export const DECLARED: readonly Situation[] = [
  [
    "an instance of a class that is declared again stays what it was",
    [
      "class A1 { v() { return 1 } }\nconst a1 = new A1()",
      "class A1 { v() { return 2 } }",
      "[a1.v(), new A1().v(), a1 instanceof A1]",
    ],
    "[ 1, 2, false ]",
  ],
  [
    "a subclass keeps the base it was declared with",
    ["class B1 { n = 1 }", "class C1 extends B1 {}", "class B1 { n = 2; extra = 1 }", "new C1().n"],
    "1",
  ],
  ["an enum is declared again", ["enum E1 { A, B }", "enum E1 { X = 10 }", "E1.X"], "10"],
  ["an enum backwards", ["enum E2 { A = 3, B }\nE2[4]"], "'B'"],
  ["an enum of strings", ["enum E3 { A = 'a' }\nconst isA = (e: E3) => e === E3.A", "isA(E3.A)"], "true"],
  [
    "a decorated class",
    [
      "function dec(value: any, context: any) { return class extends value { extra = context.kind } }\n@dec class D1 {}\n(new D1() as any).extra",
    ],
    "'class'",
  ],
  [
    "a decorated method",
    [
      "const times2 = (m: any, _: any): any => function (this: any, ...a: any[]) { return 2 * m.apply(this, a) }\nclass D2 { @times2 three() { return 3 } }\nnew D2().three()",
    ],
    "6",
  ],
  [
    "a decorated accessor",
    [
      "const dbl = (t: any, _: any) => ({ get(this: any) { return t.get.call(this) * 2 } })",
      "class D3 { @dbl accessor n = 4 }\nnew D3().n",
    ],
    "8",
  ],
  [
    "a decorated field",
    ["const plus1 = (_: undefined, __: any) => (v: number) => v + 1", "class D4 { @plus1 f = 1 }\nnew D4().f"],
    "2",
  ],
  [
    "a generator goes on in the next cell",
    [
      "function* gen(): Generator<number, void, number> { const x = yield 1; yield x * 2 }\nconst gg = gen(); gg.next()",
      "gg.next(21)",
    ],
    "{ value: 42, done: false }",
  ],
  ["await in the head of a loop", ["for (let i = await 0; i < await 3; i++) console.log(i)"], "out: 0\n1\n2\n"],
  ["await in a condition", ["let wn = 0; while (await Promise.resolve(wn < 3)) wn++; wn"], "3"],
  [
    "await in a case",
    ["switch (await 2) { case await 2: console.log('two'); break; default: console.log('no') }"],
    "out: two\n",
  ],
  ["await in a computed name", ["class K { [await Promise.resolve('m')]() { return 7 } }\n(new K() as any).m()"], "7"],
  ["await in a default", ["const { zz = await 5 } = {} as { zz?: number }; zz"], "5"],
  ["for await over promises", ["for await (const x of [Promise.resolve(1), 2]) console.log(x)"], "out: 1\n2\n"],
  [
    "defaults in a pattern that writes",
    ["let da = 1, db = 2;", "[da = 10, db = 20] = [undefined as any, 5]; [da, db]"],
    "[ 10, 5 ]",
  ],
  [
    "an object's pattern writes, and keeps a rest",
    [
      "let oa = 1, ob = 2, rest = {};",
      "({ a: oa = 7, b: ob, ...rest } = { a: undefined, b: 3, c: 4 } as any); [oa, ob, rest]",
    ],
    "[ 7, 3, { c: 4 } ]",
  ],
  ["two change places", ["let sa = 1, sb = 2;", "[sa, sb] = [sb, sa]; [sa, sb]"], "[ 2, 1 ]"],
  [
    "a function writes by a pattern",
    ["let na = 0; const setNa = () => { ({ x: { y: [na] } } = { x: { y: [9] } }) }", "setNa(); na"],
    "9",
  ],
  [
    "what is used is disposed of in the opposite order",
    [
      "const logu: string[] = []; class R { constructor(readonly n: string) {} [Symbol.dispose]() { logu.push(this.n) } }\n{ using r1 = new R('a'); using r2 = new R('b'); logu.push('body') }\nlogu",
    ],
    "[ 'body', 'b', 'a' ]",
  ],
  [
    "using in the head of a loop",
    [
      "{ const lu: number[] = []; for (using x of [{ n: 1, [Symbol.dispose]() { lu.push(this.n) } }]) lu.push(0); console.log(lu) }",
    ],
    "out: [ 0, 1 ]\n",
  ],
  [
    "a namespace of types and classes",
    [
      "namespace N2 { export interface I { a: number } export class C { z = 3 } }",
      "const n2: N2.I = { a: 1 }; [n2.a, new N2.C().z]",
    ],
    "[ 1, 3 ]",
  ],
  [
    "a function with a namespace",
    ["function nf() { return nf.count++ }\nnamespace nf { export let count = 5 }\nnf(); nf()"],
    "6",
  ],
  [
    "a class with an interface",
    ["interface CI { extra?: string }\nclass CI { base = 1 }\nnew CI().extra ?? 'none'"],
    "'none'",
  ],
  [
    "an abstract class",
    [
      "abstract class Ab { abstract m(): number; t() { return this.m() } }",
      "class Ab2 extends Ab { m() { return 8 } }\nnew Ab2().t()",
    ],
    "8",
  ],
  [
    "a private name that is asked for",
    ["class PI { #x = 1; static has(o: object) { return #x in o } }\nPI.has(new PI())"],
    "true",
  ],
  [
    "a function that asserts a type",
    [
      "function isS(x: unknown): asserts x is string { if (typeof x !== 'string') throw new Error('no') }",
      "let us: unknown = 'abc'; isS(us); us.length",
    ],
    "3",
  ],
  [
    "a conditional type",
    ["type El<T> = T extends (infer U)[] ? U : never", "const el9: El<string[]> = 'q'; el9"],
    "'q'",
  ],
  [
    "a tagged template",
    ["const tg = (s: TemplateStringsArray, ...v: number[]) => s.raw.join('|') + v; tg`a${1}b`"],
    "'a|b1'",
  ],
  [
    "a label that is continued",
    ["let lc2 = 0; outer: for (let i = 0; i < 3; i++) for (;;) { lc2++; continue outer }\nlc2"],
    "3",
  ],
  ["a first line #!", ["#!/usr/bin/env node\n1 + 1"], "2"],
  ["a byte order mark", ["\uFEFF1 + 2"], "3"],
  [
    "a readonly member is written",
    ["const ro: { readonly a: number } = { a: 1 }; ro.a = 2"],
    "fail: TypeScriptError: TS2540: Cannot assign to 'a' because it is a read-only property.",
  ],
  [
    "a name that nobody declared is written",
    ["const f8 = () => { undeclared8 = 1 }; f8()"],
    "fail: TypeScriptError: TS2304: Cannot find name 'undeclared8'.",
  ],
  [
    "return at the top",
    ["return 5"],
    "fail: TypeScriptError: TS1108: A 'return' statement can only be used within a function body.",
  ],
];
