import { expect } from "vitest";
import { UserError } from "../../src/base/errors.js";

/** A file that is converted or refused in one line; anything else is an error of ours. */
export async function tried(which: string, work: () => Promise<unknown>): Promise<"converted" | "refused"> {
  try {
    await work();
    return "converted";
  } catch (error) {
    if (!(error instanceof UserError)) throw new Error(`${which}: ${(error as Error).stack}`, { cause: error });
    expect(error.message, which).toMatch(/^[^\p{C}\p{Zl}\p{Zp}]{10,400}$/u);
    expect(error.message, which).not.toMatch(/undefined|\[object/);
    return "refused";
  }
}
