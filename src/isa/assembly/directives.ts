/** Directives that say where code lies or how it is encoded: nothing that executing it depends on. */
export const DIRECTIVES: ReadonlySet<string> = new Set([
  ".text",
  ".section",
  ".align",
  ".balign",
  ".p2align",
  ".size",
  ".option",
  ".file",
  ".literal_position",
  ".end",
  ".begin",
]);
