import { createHash } from "node:crypto";
import type ts from "typescript";
import { CELL_NAME, type CellText, cellName, cellVariable, type LiveName } from "./cell-text.js";
import type { CompiledCell, CompiledModule, Import } from "./compiled.js";
import { declarations, identifiers } from "./declarations.js";
import { fileVersion, type Host, isInPackage } from "./host.js";
import { isLibrary } from "./library.js";
import { afterEmit, beforeEmit } from "./transform.js";

/** Emits a cell, and before it every TypeScript file it imports. */
export function compileCell(
  program: ts.Program,
  host: Host,
  cell: { readonly name: string; readonly text: CellText; readonly shows: boolean },
  live: ReadonlyMap<string, LiveName>,
): CompiledCell {
  const shared = new Map<string, string>();
  for (const [name, { cell: from, kind }] of live)
    if (kind === "variable" && !cell.text.declared.has(name)) shared.set(name, from);
  const emitted = emit(program, host.root, { length: cell.text.length, shows: cell.shows, shared });
  const files = new FileGraph(program, host);
  const imports = emitted.specifiers.map((specifier) => files.follow(specifier, host.root));
  const bindings = [...cell.text.declared]
    .filter(([, kind]) => kind === "variable" || kind === "constant")
    .map(([name, kind]) => ({ name, writable: kind === "variable" }));
  const cells = [...new Set(shared.values())].filter((from) => emitted.code.includes(`${cellVariable(from)}.`));
  const tied = cells.map((from): Import => ({ specifier: cellName(from), kind: "cell" }));
  const module: CompiledModule = {
    id: cell.name,
    version: "1",
    code: emitted.code,
    sourceMap: emitted.sourceMap,
    imports: [...imports, ...tied],
    bindings,
    cells: cells.map((from) => ({ variable: cellVariable(from), specifier: cellName(from) })),
    lab: cell.text.namesLab,
  };
  return { modules: [...files.modules, module] };
}

/** The TypeScript file that an import of the user's leads to, for `import()`. */
export function compileFile(program: ts.Program, host: Host, specifier: string, from: string) {
  const files = new FileGraph(program, host);
  const found = files.follow(specifier, from);
  return { import: found, modules: files.modules };
}

/** TypeScript files reached from a cell, dependencies first. */
class FileGraph {
  readonly modules: CompiledModule[] = [];
  readonly #versions = new Map<string, string>();

  constructor(
    readonly program: ts.Program,
    readonly host: Host,
  ) {}

  follow(specifier: string, from: string): Import {
    if (CELL_NAME.test(specifier)) return { specifier, kind: "cell" };
    if (isLibrary(specifier)) return { specifier, kind: "library" };
    const path = this.host.resolve(specifier, from)?.resolvedFileName;
    if (path === undefined || isInPackage(path) || path.endsWith(".d.ts") || !/^\.{0,2}\//.test(specifier))
      return { specifier, kind: "native" };
    if (!/\.[mc]?tsx?$/.test(path)) return { specifier, kind: "file", path, version: fileVersion(path) };
    this.#add(path);
    return { specifier, kind: "module", id: path };
  }

  #add(path: string): string {
    const known = this.#versions.get(path);
    if (known !== undefined) return known;
    this.#versions.set(path, "");
    const source = this.program.getSourceFile(path);
    if (source === undefined) return "";
    const { specifiers, ...emitted } = emit(this.program, path, { length: Infinity, shows: false, shared: new Map() });
    const imports = specifiers.map((specifier) => this.follow(specifier, path));
    const hash = createHash("sha256").update(emitted.code);
    for (const found of imports)
      if (found.kind === "module") hash.update(this.#versions.get(found.id) ?? "");
      else if (found.kind === "file") hash.update(found.version);
    const version = hash.digest("hex");
    this.#versions.set(path, version);
    const lab = identifiers(source).has("lab") && !declarations(source).has("lab");
    this.modules.push({ id: path, version, ...emitted, imports, bindings: [], cells: [], lab });
    return version;
  }
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
  program.emit(program.getSourceFile(path), write, undefined, false, { before, after: [afterEmit(specifiers)] });
  return { code, sourceMap, specifiers: [...specifiers] };
}
