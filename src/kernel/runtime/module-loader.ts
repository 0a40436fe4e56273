import { readFileSync } from "node:fs";
import { createRequire, isBuiltin } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import vm from "node:vm";
import type { CompiledModule, Import } from "../language/compiled.js";
import { LIBRARY } from "../language/library.js";
import { type Box, bindings, type Exports, type ModuleContext } from "./context.js";
import { Names } from "./names.js";
import { registerSource } from "./stack-trace.js";

/** What the evaluation of modules needs from the rest of the kernel. */
export interface Surroundings {
  /** Loads the library into the global `lab`; under its own name it is the same. */
  provideLab(): Promise<Exports>;
  /** Compiles what `import(specifier)` in the module `from` leads to. */
  load(
    specifier: string,
    from: string,
  ): Promise<{ readonly import: Import; readonly modules: readonly CompiledModule[] }>;
  context(): Pick<ModuleContext, "epoch" | "resume" | "show" | "watch">;
}

type Body = (context: ModuleContext, ...commonJs: unknown[]) => Promise<void>;

/** Evaluates cells and the TypeScript files they import; everything else is imported by Node itself. */
export class ModuleLoader {
  readonly #around: Surroundings;
  readonly #folder: string;
  readonly #import: (specifier: string) => Promise<Exports>;
  readonly #require: NodeJS.Require;
  readonly #modules = new Map<string, { readonly version: string; readonly exports: Exports }>();
  readonly #versions = new Map<string, string>();
  readonly #names = new Names();

  /** @param folder the notebook's: bare and relative imports of cells start there */
  constructor(folder: string, around: Surroundings) {
    this.#around = around;
    this.#folder = folder;
    const origin = join(folder, "[notebook].mjs");
    this.#require = createRequire(origin);
    this.#import = new vm.Script("(specifier) => import(specifier)", {
      filename: origin,
      importModuleDynamically: vm.constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
    }).runInThisContext();
  }

  /** Exports of a cell, as far as it ran. */
  exports(id: string): Exports | undefined {
    return this.#modules.get(id)?.exports;
  }

  /** Evaluates modules in order; files that are as they were at their last evaluation are not evaluated again. */
  async evaluate(modules: readonly CompiledModule[]): Promise<void> {
    const changed = modules.filter(({ id, version }) => this.#modules.get(id)?.version !== version);
    for (const { id, version } of changed) this.#modules.set(id, { version, exports: {} });
    for (const [done, module] of changed.entries())
      try {
        await this.#run(module, this.#modules.get(module.id)!.exports);
      } catch (error) {
        // A cell keeps what it declared before it failed; files are tried again next time.
        for (const { id } of changed.slice(done)) if (!id.startsWith("cell[")) this.#modules.delete(id);
        throw error;
      }
  }

  async #run(module: CompiledModule, exports: Exports): Promise<void> {
    const { context, commonJs } = module;
    if (module.lab) await this.#around.provideLab();
    const imports = new Map<string, unknown>();
    for (const found of module.imports) imports.set(found.specifier, await this.#resolve(found));
    const parameters = [context, ...commonJs].join();
    const head = `(async function(${parameters}){"use strict";${bindings(module)}`;
    registerSource(module);
    const script = new vm.Script(`${head}${module.code}\n})`, { filename: module.id, columnOffset: -head.length });
    const body = script.runInThisContext() as Body;
    const given: Record<string, unknown> = { exports, require: this.#require };
    await body.call(undefined, this.#context(module, exports, imports), ...commonJs.map((name) => given[name]));
  }

  #context(module: CompiledModule, exports: Exports, imports: ReadonlyMap<string, unknown>): ModuleContext {
    const load = async (specifier: unknown) => {
      const { import: found, modules } = await this.#around.load(String(specifier), module.id);
      await this.evaluate(modules);
      return this.#resolve(found);
    };
    const path = module.id.startsWith("cell[") ? join(this.#folder, `${module.id}.ts`) : module.id;
    const own = {
      meta: importMeta(path),
      exports,
      import: (specifier: string) => imports.get(specifier),
      load,
      box: (name: string, fresh: Box) => this.#names.box(name, fresh),
      bind: (accessors: object) => {
        Object.defineProperties(exports, Object.getOwnPropertyDescriptors(accessors));
      },
    };
    return Object.defineProperties(own, Object.getOwnPropertyDescriptors(this.#around.context())) as ModuleContext;
  }

  /** Gives the names that a cell declared to earlier cells. @param done those of them that have a value */
  settle({ id, bindings }: CompiledModule, done: readonly string[]): void {
    const exports = this.exports(id);
    if (exports !== undefined) this.#names.settle(exports, bindings, done);
  }

  /** Forgets cells of which nobody sees a name any more; what a function holds of them lives as long as the function. */
  forget(cells: readonly string[]): void {
    for (const cell of cells) this.#modules.delete(cell);
  }

  async #resolve(found: Import): Promise<unknown> {
    switch (found.kind) {
      case "cell":
        return this.#modules.get(found.specifier)!.exports;
      case "module":
        return this.#modules.get(found.id)!.exports;
      case "library":
        return found.specifier === LIBRARY ? this.#around.provideLab() : import(found.specifier);
      case "native":
        return this.#import(found.specifier);
      case "file":
        return this.#file(found.path, found.version);
    }
  }

  /** A local file that Node imports: under its plain name at first, under a new one each time it changed. */
  async #file(path: string, version: string): Promise<unknown> {
    if (path.endsWith(".json")) return { default: JSON.parse(readFileSync(path, "utf8")) };
    const url = pathToFileURL(path);
    const first = this.#versions.get(path) ?? version;
    this.#versions.set(path, first);
    if (first !== version) url.searchParams.set("version", version);
    return this.#import(url.href);
  }
}

function importMeta(path: string): ImportMeta {
  const { href } = pathToFileURL(path);
  const isPath = (specifier: string): boolean => /^(\.{0,2}\/|[a-z][a-z+.-]+:)/i.test(specifier);
  const { resolve } = createRequire(path);
  return {
    url: href,
    filename: path,
    dirname: join(path, ".."),
    resolve: (specifier: string): string => {
      if (isPath(specifier)) return new URL(specifier, href).href;
      const found = resolve(specifier);
      return isBuiltin(found) ? `node:${found.replace(/^node:/, "")}` : pathToFileURL(found).href;
    },
  } as ImportMeta;
}
