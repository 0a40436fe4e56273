import { statSync } from "node:fs";
import ts from "typescript";
import { CELL_NAME } from "./cell-text.js";
import { GLOBALS_TEXT, isLibrary, LIBRARY_FOLDER, LIBRARY_MEMBER } from "./library.js";
import { OPTIONS } from "./options.js";

/** The files the language service sees: those on disk, and the cells, which exist only here. */
export class Host implements ts.LanguageServiceHost {
  readonly #folder: string;
  readonly #texts = new Map<string, string>();
  readonly #versions = new Map<string, number>();
  readonly #globals: string;
  readonly #resolutions: ts.ModuleResolutionCache;
  #root: string | undefined;

  /** @param folder the notebook's: relative imports start there */
  constructor(folder: string) {
    this.#folder = folder.replaceAll("\\", "/");
    this.#globals = `${this.#folder}/[lab].d.ts`;
    this.#texts.set(this.#globals, GLOBALS_TEXT);
    this.#resolutions = ts.createModuleResolutionCache(this.#folder, (path) => path, OPTIONS);
  }

  /** Path of the file a cell would have. */
  path(name: string): string {
    return `${this.#folder}/${name}.ts`;
  }

  /** Makes `text` the module that is asked about next. */
  setRoot(path: string, text: string): void {
    this.#root = path;
    this.#texts.set(path, text);
    this.#versions.set(path, (this.#versions.get(path) ?? 0) + 1);
    this.#resolutions.clear();
  }

  remove(path: string): void {
    this.#texts.delete(path);
  }

  /** What an import leads to, by TypeScript's rules. */
  resolve(specifier: string, from: string): ts.ResolvedModuleFull | undefined {
    const cell = CELL_NAME.test(specifier) ? this.path(specifier) : undefined;
    if (cell !== undefined && this.#texts.has(cell))
      return { resolvedFileName: cell, extension: ts.Extension.Ts, isExternalLibraryImport: false };
    const origin = isLibrary(specifier) ? LIBRARY_MEMBER : from;
    return ts.resolveModuleName(specifier, origin, OPTIONS, this, this.#resolutions).resolvedModule;
  }

  resolveModuleNameLiterals(
    literals: readonly ts.StringLiteralLike[],
    from: string,
  ): ts.ResolvedModuleWithFailedLookupLocations[] {
    return literals.map((literal) => ({ resolvedModule: this.resolve(literal.text, from) }));
  }

  /** Files of packages do not change while a notebook is open; the user's own may. */
  readonly hasInvalidatedResolutions = (path: string): boolean => !isInPackage(path) && !this.#texts.has(path);

  getScriptFileNames(): string[] {
    return this.#root === undefined ? [this.#globals] : [this.#globals, this.#root];
  }

  getScriptVersion(path: string): string {
    if (this.#texts.has(path)) return String(this.#versions.get(path) ?? 1);
    return isInPackage(path) ? "1" : fileVersion(path);
  }

  getScriptSnapshot(path: string): ts.IScriptSnapshot | undefined {
    const text = this.readFile(path);
    return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text);
  }

  readFile(path: string): string | undefined {
    return this.#texts.get(path) ?? ts.sys.readFile(path);
  }

  fileExists(path: string): boolean {
    return this.#texts.has(path) || ts.sys.fileExists(path);
  }

  directoryExists(path: string): boolean {
    return ts.sys.directoryExists(path);
  }

  getDirectories(path: string): string[] {
    return ts.sys.getDirectories(path);
  }

  readDirectory(
    path: string,
    extensions?: readonly string[],
    exclude?: readonly string[],
    include?: readonly string[],
  ) {
    return ts.sys.readDirectory(path, extensions, exclude, include, 1);
  }

  realpath(path: string): string {
    return this.#texts.has(path) ? path : (ts.sys.realpath?.(path) ?? path);
  }

  getCurrentDirectory(): string {
    return this.#folder;
  }

  getCompilationSettings(): ts.CompilerOptions {
    return OPTIONS;
  }

  getDefaultLibFileName(options: ts.CompilerOptions): string {
    return ts.getDefaultLibFilePath(options);
  }

  useCaseSensitiveFileNames(): boolean {
    return ts.sys.useCaseSensitiveFileNames;
  }
}

export function isInPackage(path: string): boolean {
  return path.includes("/node_modules/") || path.startsWith(LIBRARY_FOLDER);
}

/** Time and size of a file, as one word. */
export function fileVersion(path: string): string {
  const found = statSync(path, { throwIfNoEntry: false });
  return found === undefined ? "0" : `${found.mtimeMs}:${found.size}`;
}
