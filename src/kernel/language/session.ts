import ts = require("typescript");

import { cellName, cellText, draftText, type LiveName } from "./cell-text.js";
import { compileCell, compileFile } from "./compile.js";
import type { Compilation, CompiledModule, Import } from "./compiled.js";
import { type Completion, complete } from "./complete.js";
import type { Kind } from "./declarations.js";
import { diagnose } from "./diagnose.js";
import { Host } from "./host.js";
import { type Inspection, inspectAt } from "./inspect.js";
import { type Completeness, isComplete } from "./is-complete.js";
import { narrowedBy } from "./narrowing.js";
import type { Variable } from "./variables.js";

/** What is noted of a cell until it has run. */
interface Compiled {
  readonly declared: ReadonlyMap<string, Kind>;
  readonly variables: readonly Variable[];
  /** Those of the variables whose type is narrower behind it. */
  readonly narrowed: ReadonlySet<string>;
}

/** How a message begins that may end with the name that was meant. */
const UNKNOWN_NAME = "TS2304:";

const NOTHING: Compiled = { declared: new Map(), variables: [], narrowed: new Set() };

/** TypeScript's knowledge of one notebook: the cells run so far and the names that are live. */
export class LanguageSession {
  readonly #host: Host;
  readonly #service: ts.LanguageService;
  readonly #live = new Map<string, LiveName>();
  readonly #compiled = new Map<string, Compiled>();
  #types = true;
  /** The last completion, as pages ask twice for one: the same as long as nothing that is read here changes. */
  #completed: { readonly asked: string; readonly completion: Completion } | undefined;

  constructor(folder: string) {
    this.#host = new Host(folder);
    this.#service = ts.createLanguageService(this.#host, this.#host.documents.registry);
  }

  /** Reads TypeScript's types and Node's, so that the first cell need not wait for them. */
  warm(): void {
    this.#host.setRoot("0;");
    this.#service.getProgram()?.getTypeChecker();
  }

  /** Reads the library's types, so that the first cell that uses it need not wait for them. */
  warmLab(): void {
    this.#host.provideLab();
    this.#service.getProgram()?.getTypeChecker();
  }

  checkTypes(on: boolean): void {
    this.#types = on;
  }

  /** Checks and emits a cell. @param shows whether the value of its last expression is shown */
  compile(cell: string, code: string, shows: boolean): Compilation {
    const text = cellText(code, this.#live);
    const name = cellName(cell);
    // A file of the user's may use the library as well.
    if (text.used.has("lab") || /["'][.#/]/.test(code)) this.#host.provideLab();
    this.#host.setRoot(text.text, text.globals);
    const check = () => diagnose(this.#service, this.#host.root, text, name, this.#types, this.#live);
    let errors = check();
    if (errors?.message.startsWith(UNKNOWN_NAME)) {
      this.#host.setRoot(cellText(code, this.#live, true).text, text.globals);
      errors = check();
    }
    if (errors !== undefined) return { ok: false, ...errors };
    const compiled = compileCell(this.#service.getProgram()!, this.#host, { name, text, shows }, this.#live);
    if ("message" in compiled) return { ok: false, ...compiled };
    const program = this.#service.getProgram()!;
    const narrowed = narrowedBy(program.getSourceFile(this.#host.root)!, compiled.variables, program.getTypeChecker());
    this.#host.add(name, text.text, text.globals);
    this.#compiled.set(cell, { declared: text.declared, variables: compiled.variables, narrowed });
    for (const { name, own, written } of compiled.variables) {
      const live = own ? undefined : this.#live.get(name);
      if (live !== undefined && written) this.#live.set(name, { ...live, written, narrowed: undefined });
    }
    return { ok: true, cell: compiled.cell };
  }

  /**
   * Takes over the names of a cell that ran.
   * @param initialized its variables that have a value
   * @param whole whether it ran to its end
   * @returns cells of which no name is seen by later ones any more
   */
  settle(cell: string, initialized: readonly string[], whole: boolean): readonly string[] {
    const done = new Set(initialized);
    const replaced = new Set([cell]);
    const { declared, variables, narrowed } = this.#compiled.get(cell) ?? NOTHING;
    this.#compiled.delete(cell);
    for (const [name, kind] of declared) {
      if (kind !== "type" && kind !== "import" && !done.has(name)) continue;
      const before = this.#live.get(name)?.cell;
      if (before !== undefined) replaced.add(before);
      const written = variables.some((variable) => variable.own && variable.name === name && variable.written);
      this.#live.set(name, { cell, kind, written, narrowed: whole && narrowed.has(name) ? cell : undefined });
    }
    for (const { name, own, assigned } of variables) {
      const live = own || !assigned ? undefined : this.#live.get(name);
      if (live !== undefined)
        this.#live.set(name, { ...live, narrowed: whole && narrowed.has(name) ? cell : undefined });
    }
    for (const { cell: named } of this.#live.values()) replaced.delete(named);
    return [...replaced].map(cellName);
  }

  /** What `import(specifier)` in a module leads to, with the TypeScript files behind it. */
  load(specifier: string, from: string): { readonly import: Import; readonly modules: readonly CompiledModule[] } {
    const path = from.startsWith("cell[") ? this.#host.root : from;
    const found = this.#host.resolve(specifier, path)?.resolvedFileName;
    this.#host.provideLab();
    this.#host.setRoot(found === undefined ? "" : `import ${JSON.stringify(found)};`);
    return compileFile(this.#service.getProgram()!, this.#host, specifier, path);
  }

  complete(code: string, cursor: number): Completion {
    const offset = this.#draft(code);
    const asked = `${this.#host.getProjectVersion()} ${cursor} ${code}`;
    if (this.#completed?.asked !== asked) {
      const completion = complete(this.#service, this.#host.root, offset, code, cursor);
      this.#completed = { asked, completion };
    }
    return this.#completed.completion;
  }

  inspect(code: string, cursor: number): Inspection | undefined {
    return inspectAt(this.#service, this.#host, this.#draft(code), code, cursor);
  }

  isComplete(code: string): Completeness {
    return isComplete(code);
  }

  /** Makes a text that is still being written the module that is asked about. @returns where in it the text begins */
  #draft(code: string): number {
    this.#host.provideLab();
    const { text, offset } = draftText(code, this.#live);
    this.#host.setDraft(text);
    return offset;
  }
}
