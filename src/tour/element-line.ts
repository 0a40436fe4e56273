/** A call's last line, and what makes the first element of its result wrong. */
export interface ElementLine {
  /** Index in the lines. */
  readonly at: number;
  readonly after: string;
}

/** The head of a call: what it returns, its name, its operands, and the type of its first result. */
const CALL = /^int32_t tvmgen_default_\w+\(.*\b(u?int\d+_t|float) \*out0\b/;
const END = "  return 0;";

/**
 * The end of the call in the middle of a model, of those with integers where there are any: the first element of its result
 * becomes one more than it should be. Whatever the call computes, its layer differs, as an integer is another one mod 2^bits.
 */
export function elementLine(lines: readonly string[]): ElementLine | undefined {
  const calls = lines.flatMap((line, head) => {
    const type = CALL.exec(line)?.[1];
    const at = type === undefined ? -1 : lines.indexOf(END, head);
    return at < 0 ? [] : [{ type: type!, at }];
  });
  const integers = calls.filter(({ type }) => type !== "float");
  const some = integers.length > 0 ? integers : calls;
  const chosen = some[some.length >> 1];
  return chosen && { at: chosen.at, after: `  out0[0]++;${END.slice(1)}` };
}
