import { vi } from "vitest";
import { run } from "../../src/cli/run.js";

/** What one command line left behind. */
export interface Outcome {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs a command line in this process; everything it prints is caught. */
export async function invoke(...args: readonly string[]): Promise<Outcome> {
  const out: string[] = [];
  const err: string[] = [];
  const caught = (lines: string[]) => (text: string | Uint8Array) => lines.push(String(text)) > 0;
  const stdout = vi.spyOn(process.stdout, "write").mockImplementation(caught(out));
  const stderr = vi.spyOn(process.stderr, "write").mockImplementation(caught(err));
  try {
    const code = await run(args);
    return { code, out: out.join(""), err: err.join("") };
  } finally {
    stdout.mockRestore();
    stderr.mockRestore();
  }
}

/** The lines of a text that ends in a line break. */
export function linesOf(text: string): string[] {
  return text.split("\n").slice(0, -1);
}
