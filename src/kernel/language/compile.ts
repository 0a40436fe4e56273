import { createHash } from "node:crypto";
import { relative } from "node:path";

import ts = require("typescript");

import { CELL_NAME, type CellText, cellName, type LiveName } from "./cell-text.js";
import type { Binding, CompiledCell, CompiledModule, Import, Shared } from "./compiled.js";
import { declarations, identifiers, type Kind } from "./declarations.js";
import { type Diagnosis, diagnosis } from "./diagnose.js";
import { fileVersion, isInPackage } from "./files.js";
import type { Host } from "./host.js";
import { isLibrary } from "./library.js";
import { afterEmit, beforeEmit, contextVariable } from "./transform.js";
import { type Variable, variablesOf } from "./variables.js";

/** Emits a cell, and before it every TypeScript file it imports; the syntax errors of one of those instead. */
export function compileCell(
  program: ts.Program,
  host: Host,
  cell: { readonly name: string; readonly text: CellText; readonly shows: boolean },
  live: ReadonlyMap<string, LiveName>,
): { readonly cell: CompiledCell; readonly variables: readonly Variable[] } | Diagnosis {
  const { length, declared, used } = cell.text;
  const source = program.getSourceFile(host.root)!;
  const variables = variablesOf(source, length, used, live, program.getTypeChecker());
  const context = contextVariable(used);
  const subject = { length, shows: cell.shows, id: cell.name, variables, context };
  const emitted = emit(program, host.root, subject);
  const files = new FileGraph(program, host);
  const imports = emitted.specifiers.map((specifier) => files.follow(specifier, host.root));
  if (files.broken !== undefined) return files.broken;
  const all = [...variables.values()];
  const own = new Map(all.filter((variable) => variable.own).map(({ name, box }) => [name, box]));
  const bindings = [...declared].flatMap(([name, kind]): Binding[] => {
    if (kind === "import" || kind === "type") return [];
    if (kind !== "variable") return [{ name }];
    const box = own.get(name);
    return [box === undefined ? { name, box: `${context}_${name}`, made: true } : { name, box }];
  });
  const shared = all
    .filter((variable) => !variable.own)
    .map(({ name, box, local }): Shared => ({ name, box, local, cell: cellName(live.get(name)!.cell) }));
  const tied = [...new Set(shared.map((variable) => variable.cell))];
  const module: CompiledModule = {
    id: cell.name,
    version: "1",
    code: emitted.code,
    sourceMap: emitted.sourceMap,
    imports: [...imports, ...tied.map((specifier): Import => ({ specifier, kind: "cell" }))],
    bindings,
    shared,
    ...scope(context, used, declared),
  };
  return { cell: { modules: [...files.modules, module] }, variables: all };
}

/** The TypeScript file that an import of the user's leads to, for `import()`. */
export function compileFile(program: ts.Program, host: Host, specifier: string, from: string) {
  const files = new FileGraph(program, host);
  const found = files.follow(specifier, from);
  if (files.broken !== undefined) throw new Error(files.broken.message);
  return { import: found, modules: files.modules };
}

/** TypeScript files reached from a cell, dependencies first. */
class FileGraph {
  readonly modules: CompiledModule[] = [];
  /** The first file that is no TypeScript. */
  broken: Diagnosis | undefined;
  readonly #versions = new Map<string, string>();

  constructor(
    readonly program: ts.Program,
    readonly host: Host,
  ) {}

  follow(specifier: string, from: string): Import {
    if (CELL_NAME.test(specifier)) return { specifier, kind: "cell" };
    if (isLibrary(specifier)) return { specifier, kind: "library" };
    const path = this.host.resolve(specifier, from)?.resolvedFileName;
    if (path === undefined || isInPackage(path) || path.endsWith(".d.ts") || !/^(\.{0,2}\/|#)/.test(specifier))
      return { specifier, kind: "native" };
    if (!this.#isEmitted(path)) return { specifier, kind: "file", path, version: fileVersion(path) };
    this.#add(path);
    return { specifier, kind: "module", id: path };
  }

  /** TypeScript, JSX and ECMAScript modules are emitted here, so that they are read again when they change. */
  #isEmitted(path: string): boolean {
    if (/\.([mc]?tsx?|jsx|mjs)$/.test(path)) return true;
    const source = path.endsWith(".js") ? this.program.getSourceFile(path) : undefined;
    return source !== undefined && ts.isExternalModule(source);
  }

  #add(path: string): string {
    const known = this.#versions.get(path);
    if (known !== undefined) return known;
    this.#versions.set(path, "");
    const source = this.program.getSourceFile(path);
    if (source === undefined) return "";
    this.broken ??= diagnosis(this.program.getSyntacticDiagnostics(source), (file) => relative(this.host.folder, file));
    const used = identifiers(source);
    const context = contextVariable(used);
    const subject = { length: Infinity, shows: false, id: path, variables: new Map(), context };
    const { specifiers, ...emitted } = emit(this.program, path, subject);
    const imports = specifiers.map((specifier) => this.follow(specifier, path));
    const hash = createHash("sha256").update(emitted.code);
    for (const found of imports)
      if (found.kind === "module") hash.update(this.#versions.get(found.id) ?? "");
      else if (found.kind === "file") hash.update(found.version);
    const version = hash.digest("hex");
    this.#versions.set(path, version);
    const tied = { imports, bindings: [], shared: [] };
    this.modules.push({ id: path, version, ...emitted, ...tied, ...scope(context, used, declarations(source)) });
    return version;
  }
}

/** What the emitted code finds around it: names that it declares itself are its own. */
function scope(context: string, used: ReadonlySet<string>, declared: ReadonlyMap<string, Kind>) {
  const free = (name: string): boolean => !declared.has(name);
  return { context, lab: used.has("lab") && free("lab"), commonJs: ["exports", "require"].filter(free) };
}

function emit(program: ts.Program, path: string, subject: Parameters<typeof beforeEmit>[0]) {
  const specifiers = new Set<string>();
  let code = "";
  let sourceMap = "";
  const write = (file: string, text: string) => {
    if (file.endsWith(".map")) sourceMap = text;
    else code = text.replace(/\/\/# sourceMappingURL=.*\s*$/, "");
  };
  const before = [beforeEmit(subject, program.getTypeChecker())];
  const after = [afterEmit(specifiers, subject.context)];
  const source = program.getSourceFile(path)!;
  const { impliedNodeFormat } = source;
  // The endings .mjs and .mts would keep ECMAScript's syntax in what is emitted.
  source.impliedNodeFormat = undefined;
  program.emit(source, write, undefined, false, { before, after });
  source.impliedNodeFormat = impliedNodeFormat;
  return { code, sourceMap, specifiers: [...specifiers] };
}
