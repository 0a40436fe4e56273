import { oneLine, UserError } from "../base/errors.js";

export function print(text = ""): void {
  process.stdout.write(`${text}\n`);
}

/** A warning for the person; on the error stream, so that `--json` stays parseable. */
export function warn(message: string): void {
  process.stderr.write(`warning: ${oneLine(message)}\n`);
}

/** JSON has no Infinity (the SNR of an exact tensor): it becomes null. */
export function printJson(value: unknown): void {
  print(JSON.stringify(value, null, 2));
}

/** `N=1` pairs of an option that may be given several times. */
export function collectDims(pair: string, dims: Record<string, number> = {}): Record<string, number> {
  const match = /^([^=]+)=([1-9][0-9]{0,8})$/.exec(pair);
  if (match === null) throw new UserError(`--dim: expected NAME=SIZE such as N=1, got ${pair}`);
  return { ...dims, [match[1] as string]: Number(match[2]) };
}
