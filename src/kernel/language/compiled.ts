/** Where one import of a module leads. */
export type Import =
  | { readonly specifier: string; readonly kind: "cell" }
  | { readonly specifier: string; readonly kind: "library" }
  | { readonly specifier: string; readonly kind: "module"; readonly id: string }
  | { readonly specifier: string; readonly kind: "file"; readonly path: string; readonly version: string }
  | { readonly specifier: string; readonly kind: "native" };

/**
 * A variable of a cell that later cells may read and, where it is `let` or `var`, write: then they get its box. `box` is the
 * name of the variable that holds that; the code of the cell makes it, unless `made`: then the kernel does.
 */
export interface Binding {
  readonly name: string;
  readonly box?: string;
  readonly made?: boolean;
}

/** A `let` or `var` of an earlier cell, for the code of this one: its box and, where that is right, a local copy. */
export interface Shared {
  readonly name: string;
  readonly box: string;
  readonly cell: string;
  readonly local: boolean;
}

/** A cell or a TypeScript file, ready to be evaluated as the body of an async function. */
export interface CompiledModule {
  /** `cell[3]`, or the path of a file: what stack traces show. */
  readonly id: string;
  /** Changes with its text and with that of every TypeScript file it imports. */
  readonly version: string;
  readonly code: string;
  readonly sourceMap: string;
  readonly imports: readonly Import[];
  /** Variables that the emitted code does not export by itself. */
  readonly bindings: readonly Binding[];
  readonly shared: readonly Shared[];
  /** Name of the variable by which the code reaches the kernel. */
  readonly context: string;
  /** Whether it names the global `lab`. */
  readonly lab: boolean;
  /** Those of CommonJS's names that it does not declare itself. */
  readonly commonJs: readonly string[];
}

/** A module behind everything it imports from TypeScript files, in the order of evaluation. */
export interface CompiledCell {
  readonly modules: readonly CompiledModule[];
}

export type Compilation =
  | { readonly ok: true; readonly cell: CompiledCell }
  | { readonly ok: false; readonly message: string; readonly traceback: readonly string[] };
