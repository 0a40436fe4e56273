/** A mistake in C and what must be found of it. */
export interface CFault {
  /** Statements that make the mistake; its family tells which variables they see and where they stand. */
  readonly code: string;
  /**
   * What the first hypothesis must begin with (`family/cause`), one of these: on some layers two mistakes give the same
   * bytes. Absent for a mistake that the table of causes does not describe: then nothing may be claimed.
   */
  readonly causes?: readonly string[];
}

export type Faults = Readonly<Record<string, CFault>>;

/** Faults of one kernel. */
export interface KernelFamily {
  /** As the score names it. */
  readonly name: string;
  /** The C file they are put into, by its last letters. */
  readonly file: string;
  /** Operators whose calls run that C. */
  readonly ops: readonly string[];
  readonly faults: Faults;
  /**
   * The C with all the faults in it.
   * @param chosen the statements of some of them, each behind an `if` for the one at work
   */
  plant(text: string, chosen: (faults: Faults) => string): string;
}

/** The global of the C that holds the number of the fault at work in the call that runs; 0 for none. */
export const FAULT = "espdl_fault";

/** Renames a kernel's function and puts another of its name and parameters behind it. */
export function wrapFunction(text: string, name: string, wrapper: string): string {
  return `${replaceOnce(text, `void ${name}(`, `void right_${name}(`)}\nextern int32_t ${FAULT};\n${wrapper}`;
}

/** @throws Error where there is no such text: the C has changed, and the fault would be none. */
export function replaceOnce(
  text: string,
  from: string | RegExp,
  to: string | ((...found: string[]) => string),
): string {
  const result = typeof to === "string" ? text.replace(from, to) : text.replace(from, to);
  if (result === text) throw new Error(`the C has nothing like ${from}`);
  return result;
}
