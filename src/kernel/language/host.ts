import ts = require("typescript");

import { CELL_NAME } from "./cell-text.js";
import { Documents } from "./documents.js";
import { fileVersion, isInPackage } from "./files.js";
import { GLOBALS_TEXT, isLibrary, LAB_TYPES, LIBRARY, LIBRARY_MEMBER } from "./library.js";
import { OPTIONS } from "./options.js";
import { runtimeTypes } from "./runtime-types.js";

/** The files the language service sees: those on disk, and the cells, which exist only here. */
export class Host implements ts.LanguageServiceHost {
  readonly folder: string;
  readonly #texts = new Map<string, string>();
  readonly #versions = new Map<string, number>();
  readonly #snapshots = new Map<string, { readonly version: string; readonly snapshot: ts.IScriptSnapshot }>();
  readonly #lab: string;
  readonly #runtime: string;
  readonly documents = new Documents();
  /** The cell that declared a global name last, by its path; and the names that the module asked about declares. */
  readonly #augmenting = new Map<string, string>();
  #redeclared: ReadonlySet<string> = new Set();
  readonly #resolutions: ts.ModuleResolutionCache;
  #changes = 0;
  /** The module that is asked about. It stays at one path: a program of the same roots is made from the last one. */
  readonly root: string;

  /** @param folder the notebook's: relative imports start there */
  constructor(folder: string) {
    this.folder = folder.replaceAll("\\", "/");
    this.root = `${this.folder}/[cell].ts`;
    this.#texts.set(this.root, "");
    this.#lab = `${this.folder}/[lab].d.ts`;
    this.#texts.set(this.#lab, "export {};\n");
    this.#runtime = `${this.folder}/[runtime].d.ts`;
    this.#texts.set(this.#runtime, runtimeTypes());
    this.#resolutions = ts.createModuleResolutionCache(this.folder, (path) => path, OPTIONS);
  }

  /** Makes `text` the module that is asked about next. @param globals what it declares for all cells, anew or first */
  setRoot(text: string, globals: readonly string[] = []): void {
    this.#redeclared = new Set(globals);
    this.#set(this.root, text);
  }

  /** The same for a text that is still being written: whoever asks again about it asks the program that is there. */
  setDraft(text: string): void {
    if (this.#texts.get(this.root) !== text) this.setRoot(text);
  }

  /** Declares `lab`, whose types take a while to read: none of them is needed for a cell that does not use it. */
  provideLab(): void {
    if (this.#texts.get(this.#lab) !== GLOBALS_TEXT) this.#set(this.#lab, GLOBALS_TEXT);
  }

  /** Makes `text` the cell that others import by its name. @param globals what it declares for all cells */
  add(name: string, text: string, globals: readonly string[]): void {
    this.#set(this.#path(name), text);
    for (const declared of globals) this.#augmenting.set(declared, this.#path(name));
  }

  /** What an import leads to, by TypeScript's rules. */
  resolve(specifier: string, from: string): ts.ResolvedModuleFull | undefined {
    const cell = CELL_NAME.test(specifier) ? this.#path(specifier) : undefined;
    if (cell !== undefined && this.#texts.has(cell))
      return { resolvedFileName: cell, extension: ts.Extension.Ts, isExternalLibraryImport: false };
    if (specifier === LIBRARY)
      return { resolvedFileName: LAB_TYPES, extension: ts.Extension.Dts, isExternalLibraryImport: true };
    const origin = isLibrary(specifier) ? LIBRARY_MEMBER : from;
    // What a file of the user's imports may appear or go at any time.
    const cache = isInPackage(origin) ? this.#resolutions : undefined;
    return ts.resolveModuleName(specifier, origin, OPTIONS, this, cache).resolvedModule;
  }

  resolveModuleNameLiterals(
    literals: readonly ts.StringLiteralLike[],
    from: string,
  ): ts.ResolvedModuleWithFailedLookupLocations[] {
    return literals.map((literal) => ({ resolvedModule: this.resolve(literal.text, from) }));
  }

  getModuleResolutionCache(): ts.ModuleResolutionCache {
    return this.#resolutions;
  }

  /** Files of packages do not change while a notebook is open; the user's own may. */
  readonly hasInvalidatedResolutions = (path: string): boolean => !isInPackage(path) && !this.#texts.has(path);

  /** While nothing here changes, the service does not look at every file again. */
  getProjectVersion(): string {
    return `${this.#changes}:${this.documents.version}`;
  }

  getScriptFileNames(): string[] {
    const kept = [...this.#augmenting].filter(([name]) => !this.#redeclared.has(name)).map(([, path]) => path);
    return [this.#lab, this.#runtime, ...new Set(kept), this.root];
  }

  getScriptVersion(path: string): string {
    if (this.#texts.has(path)) return String(this.#versions.get(path) ?? 1);
    return isInPackage(path) ? `1${this.documents.suffix(path)}` : fileVersion(path);
  }

  getScriptSnapshot(path: string): ts.IScriptSnapshot | undefined {
    const version = this.getScriptVersion(path);
    const known = this.#snapshots.get(path);
    if (known?.version === version) return known.snapshot;
    const text = this.readFile(path);
    if (text === undefined) return undefined;
    const snapshot = ts.ScriptSnapshot.fromString(text);
    this.#snapshots.set(path, { version, snapshot });
    return snapshot;
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
    return this.folder;
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

  /** Path of the file a cell would have. */
  #path(name: string): string {
    return `${this.folder}/${name}.ts`;
  }

  #set(path: string, text: string): void {
    this.#changes++;
    this.#texts.set(path, text);
    this.#versions.set(path, (this.#versions.get(path) ?? 1) + 1);
  }
}
