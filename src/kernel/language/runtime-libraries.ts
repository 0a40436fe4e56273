/** A library of TypeScript's beyond ES2023, and what tells that the Node that runs has it. */
const NEWER: readonly (readonly [library: string, has: boolean])[] = [
  ["es2024.arraybuffer", "transfer" in ArrayBuffer.prototype],
  ["es2024.collection", "groupBy" in Map],
  ["es2024.object", "groupBy" in Object],
  ["es2024.promise", "withResolvers" in Promise],
  ["es2024.regexp", true],
  ["es2024.sharedmemory", "waitAsync" in Atomics],
  ["es2024.string", "isWellFormed" in String.prototype],
  ["esnext.array", "fromAsync" in Array],
  ["esnext.collection", "union" in Set.prototype],
  ["esnext.disposable", true],
  ["esnext.error", "isError" in Error],
  ["esnext.float16", "Float16Array" in globalThis],
  ["esnext.iterator", "Iterator" in globalThis],
  ["esnext.promise", "try" in Promise],
];

/** The type libraries of the Node that runs: a cell may use what it has and is told of what it lacks. */
export const RUNTIME_LIBRARIES: string[] = [
  "lib.es2023.d.ts",
  ...NEWER.filter(([, has]) => has).map(([library]) => `lib.${library}.d.ts`),
];
