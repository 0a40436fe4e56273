/** One change of one exported file. */
export interface Edit {
  /** Path in the exported project. */
  readonly file: string;
  /** The C function or table in which `find` stands; the whole file without it. */
  readonly within?: string;
  /** The exact text, which stands there once; of a table, its values are changed instead. */
  readonly find?: string;
  readonly replace?: string;
  readonly values?: (values: number[]) => readonly number[];
}

/**
 * Where the layer's error comes from: the layer itself, calls made one by one (`run`), the calls that the entry point makes
 * (`entry`), runs that do not repeat (`repeat`), a board that does not come back (`died`).
 */
export type Expected = "own" | "run" | "entry" | "repeat" | "died";

/** A mistake that somebody made in the C of a project. */
export interface Fault {
  readonly name: string;
  /** The golden case that is exported. */
  readonly model: string;
  readonly edits: readonly Edit[];
  /** The first wrong layer, without `tvmgen_default_` and `fused_`. */
  readonly layer: string;
  readonly origin: Expected;
  /** The true cause in the words of a firmware engineer. */
  readonly cause: string;
  /** What is enough to name it: the bytes of one run, runs of the layer alone on other inputs, or nothing. */
  readonly decidedBy: "bytes" | "probes" | "nothing";
}

const CODEGEN = "components/tvm_model/model/codegen/host/src";
const ESP_DL = "components/esp-dl";

/** In a function of `default_lib1.c`. */
export function inCall(name: string, find: string, replace: string): Edit {
  return { file: `${CODEGEN}/default_lib1.c`, within: `tvmgen_default_${name}`, find, replace };
}

/** In the entry point. */
export function inEntry(find: string, replace: string): Edit {
  return inCall("__tvm_main__", find, replace);
}

/** In one of the portable kernels. */
export function inKernel(file: string, find: string, replace: string, within?: string): Edit {
  const folder = file.endsWith(".h") ? "include" : "src";
  return { file: `${ESP_DL}/${folder}/${file}`, find, replace, ...(within !== undefined && { within }) };
}

/** Among the calls that the board makes one by one. */
export function inModel(find: string, replace: string): Edit {
  return { file: "main/espdl_model.c", find, replace };
}

/** The values of a constant table. */
export function inTable(number: number, values: (values: number[]) => readonly number[]): Edit {
  return { file: `${CODEGEN}/default_lib0.c`, within: `constant_${number}_let`, values };
}

/** Any text of `default_lib0.c`: the tables and `tvmgen_default_run`. */
export function inLibrary(find: string, replace: string): Edit {
  return { file: `${CODEGEN}/default_lib0.c`, find, replace };
}

/** A fault of a layer's own, which runs of it on inputs made for it can tell. */
export function own(name: string, model: string, layer: string, cause: string, ...edits: Edit[]): Fault {
  return { name, model, edits, layer, origin: "own", cause, decidedBy: "probes" };
}
