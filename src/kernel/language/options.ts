import { createRequire } from "node:module";
import { dirname } from "node:path";

import ts = require("typescript");

import { RUNTIME_LIBRARIES } from "./runtime-libraries.js";

const require = createRequire(import.meta.url);

/** How cells and the TypeScript files they import are checked and emitted. */
export const OPTIONS: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2024,
  module: ts.ModuleKind.CommonJS,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  lib: RUNTIME_LIBRARIES,
  jsx: ts.JsxEmit.ReactJSX,
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
  // Nothing is written there: without it, TypeScript would not emit JavaScript files.
  outDir: "[out]",
  newLine: ts.NewLineKind.LineFeed,
};

/**
 * Errors about module syntax that CommonJS lacks: a cell is the body of an async function, dynamic import, import.meta and
 * import attributes are provided, and `exports` and `require` are free.
 */
export const ALLOWED_IN_CELLS: ReadonlySet<number> = new Set([1324, 1343, 1378, 1432, 1470, 2441, 2823, 2852, 2854]);
