import { readFileSync } from "node:fs";
import { createRequire, type LoadHook, type ResolveHook } from "node:module";
import { fileURLToPath } from "node:url";
import { FILES, isLibrary } from "../language/library.js";

/** Node's hooks by which TypeScript files are modules: types are taken out, nothing is checked. */
export const load: LoadHook = async (url, context, next) => {
  const path = /^file:.*\.[mc]?tsx?(\?.*)?$/.test(url) ? fileURLToPath(url) : undefined;
  if (path === undefined || path.includes("/node_modules/")) return next(url, context);
  const ts = createRequire(import.meta.url)("typescript") as typeof import("typescript");
  const { outputText } = ts.transpileModule(readFileSync(path, "utf8"), {
    fileName: path,
    compilerOptions: {
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.ESNext,
      jsx: ts.JsxEmit.ReactJSX,
      inlineSourceMap: true,
    },
  });
  return { format: "module", source: outputText, shortCircuit: true };
};

/** `./file.js` may be written where `./file.ts` is meant, and the library is known from everywhere. */
export const resolve: ResolveHook = async (specifier, context, next) => {
  if (isLibrary(specifier)) {
    const conditions = [...context.conditions, FILES];
    return next(specifier, { ...context, conditions, parentURL: import.meta.url });
  }
  try {
    return await next(specifier, context);
  } catch (error) {
    if (!/^\.{0,2}\/.*\.[mc]?jsx?$/.test(specifier)) throw error;
    return next(specifier.replace(/js(x?)$/, "ts$1"), context);
  }
};
