import type { Binding } from "../language/compiled.js";

/** What an interrupted piece of code throws where it would have gone on. */
export class Interrupted extends Error {
  override name = "Interrupted";

  constructor() {
    super("stopped by the person at the notebook");
    this.stack = `${this.name}: ${this.message}`;
  }
}

export type Exports = Record<string, unknown>;

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
  bind(accessors: PropertyDescriptorMap | object): void;
}

/**
 * Code in front of a module that ties its variables to its exports; on the same line, so that lines hold.
 * @param context the variable by which the module reaches the kernel
 */
export function bindings(context: string, list: readonly Binding[]): string {
  const accessors = list.map(
    ({ name, writable }) => `get ${name}(){return ${name}},` + (writable ? `set ${name}(v){${name}=v},` : ""),
  );
  return `${context}.bind({${accessors.join("")}});`;
}
