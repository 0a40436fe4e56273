import { createRequire } from "node:module";
import { dirname } from "node:path";
import ts from "typescript";

const require = createRequire(import.meta.url);

/** How cells and the TypeScript files they import are checked and emitted. */
export const OPTIONS: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.CommonJS,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  lib: ["lib.es2023.d.ts", "lib.esnext.disposable.d.ts"],
  types: ["node"],
  typeRoots: [dirname(dirname(require.resolve("@types/node/package.json")))],
  strict: true,
  noImplicitAny: false,
  allowJs: true,
  allowUmdGlobalAccess: true,
  allowImportingTsExtensions: true,
  allowSyntheticDefaultImports: true,
  // Imports are real ECMAScript namespaces: no wrapper for their default.
  esModuleInterop: false,
  resolveJsonModule: true,
  preserveConstEnums: true,
  skipLibCheck: true,
  sourceMap: true,
  newLine: ts.NewLineKind.LineFeed,
};

/**
 * Errors about module syntax that CommonJS lacks: a cell is the body of an async function, and dynamic import and
 * import.meta are provided.
 */
export const ALLOWED_IN_CELLS: ReadonlySet<number> = new Set([1343, 1378, 1432, 1470, 2852, 2854]);
