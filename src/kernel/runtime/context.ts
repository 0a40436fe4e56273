import type { CompiledModule } from "../language/compiled.js";

/** What an interrupted piece of code throws where it would have gone on. */
export class Interrupted extends Error {
  override name = "Interrupted";

  constructor() {
    super("stopped by the person at the notebook");
    this.stack = `${this.name}: ${this.message}`;
  }
}

export type Exports = Record<string, unknown>;

/** What a `let` or `var` of a cell lives in. */
export interface Box {
  value?: unknown;
}

/** What a compiled module calls on: see language/transform.ts, which writes these calls. */
export interface ModuleContext {
  /** Counts interrupts. */
  readonly epoch: number;
  readonly meta: ImportMeta;
  /** What TypeScript's own code exports to. */
  readonly exports: Exports;
  import(specifier: string): unknown;
  load(specifier: string): Promise<unknown>;
  show(value: unknown): void;
  resume<T>(epoch: number, value: T): T;
  watch<T>(iterable: AsyncIterable<T> | Iterable<T>): AsyncIterable<T>;
  /** The box of a `let` or `var`, which all cells share that declare the name. */
  box(name: string, fresh: Box): Box;
  bind(accessors: PropertyDescriptorMap | object): void;
}

/**
 * Code in front of a module that ties its variables to its exports, and to those of earlier cells; on the same line, so
 * that lines hold.
 */
export function bindings({ context, bindings, shared }: CompiledModule): string {
  let code = "";
  const accessors = bindings.map(({ name, box = name, made = false }) => {
    if (made) code += `const ${box}={get value(){return ${name}},set value(${context}_){${name}=${context}_}};`;
    // A variable that has no value yet throws, and so is known to have none.
    const get = `get ${name}(){${made ? `${name};` : ""}return ${box}},`;
    // A later cell that declares the name again gives it to this one.
    return box === name ? `${get}set ${name}(${context}_){${name}=${context}_},` : get;
  });
  for (const { name, box, cell, local } of shared) {
    code += `const ${box}=${context}.import("${cell}").${name};`;
    if (local) code += `let ${name}=${box}.value;`;
  }
  return `${code}${context}.bind({${accessors.join("")}});`;
}
