import type { Situation } from "./situation.js";

/** Values that are shown or thrown and are no ordinary ones. */
export const THROWN: readonly Situation[] = [
  ["an error with its cause", ["const withCause = new Error('outer', { cause: 'inner' }); withCause.cause"], "'inner'"],
  [
    "several errors",
    ["await Promise.any([Promise.reject(new Error('e1'))])"],
    "fail: AggregateError: All promises were rejected",
  ],
  [
    "an error of Node's",
    ["import fs from 'node:fs'; fs.readFileSync('/none/x')"],
    "fail: Error: ENOENT: no such file or directory, open '/none/x'",
  ],
  [
    "an error that is waited for",
    ["async function aa1() { await null; throw new Error('later') }\nawait aa1()"],
    "fail: Error: later",
  ],
  ["null thrown", ["throw null"], "fail: Thrown: null"],
  ["a symbol thrown", ["throw Symbol('s')"], "fail: Thrown: Symbol(s)"],
  ["an object without a prototype thrown", ["throw Object.create(null)"], "fail: Thrown: [Object: null prototype] {}"],
  ["a frozen error", ["throw Object.freeze(new Error('fr'))"], "fail: Error: fr"],
  [
    "an error whose stack throws",
    ["const es = new Error('st'); Object.defineProperty(es, 'stack', { get() { throw new Error('no') } }); throw es"],
    "fail: Error: st",
  ],
  ["what cannot be cloned", ["structuredClone(() => {})"], "fail: DataCloneError: () => { } could not be cloned."],
  [
    "an error within another program of this process",
    ["import vm from 'node:vm'; vm.runInThisContext('throw new Error(\"vmE\")')"],
    "fail: Error: vmE",
  ],
  [
    "the stack's limit",
    [
      "Error.stackTraceLimit = 1; const lim = new Error('x').stack!.split('\\n').length; Error.stackTraceLimit = 10; lim",
    ],
    "2",
  ],
  [
    "a stack prepared otherwise",
    [
      "const prepared = Error.prepareStackTrace; Error.prepareStackTrace = () => 'mine'; const s9 = new Error('x').stack; Error.prepareStackTrace = prepared; s9",
    ],
    "'mine'",
  ],
  ["a rejected promise", ["const prj = Promise.reject(7); prj.catch(() => {}); prj"], "Promise { <rejected> 7 }"],
  ["a getter that throws", ["({ get a() { throw new Error('g') } })"], "{ a: [Getter] }"],
  ["ten million numbers", ["const many = new Float32Array(1e7); many", "many.length"], "10000000"],
  [
    "maps in maps",
    ["new Map([[1, new Map([[2, { a: { b: 1 } }]])]])"],
    "Map(1) { 1 => Map(1) { 2 => { a: [Object] } } }",
  ],
  [
    "a display that is undefined",
    [
      "({ [Symbol.for('Jupyter.display')]() { return undefined }, [Symbol.for('nodejs.util.inspect.custom')]: () => 'as Node shows it' })",
    ],
    "as Node shows it",
  ],
  [
    "a display that waits",
    ["({ async [Symbol.for('Jupyter.display')]() { await null; return { 'text/plain': 'waited' } } })"],
    "waited",
  ],
  [
    "a display that is no JSON",
    ["({ toMimeBundle: () => ({ 'application/json': { a: 1n } }) })"],
    "fail: TypeError: Do not know how to serialize a BigInt",
  ],
  ["this at the top", ["this"], "none"],
  ["an assignment behind a declaration", ["let la; la = 5"], "5"],
  ["a block that looks like an object", ["{ a: 1 }"], "none"],
  ["a value within a statement", ["if (true) { 5 }"], "none"],
];
