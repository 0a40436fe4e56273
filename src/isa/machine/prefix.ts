import type { Family } from "./instruction.js";

/** The same instructions under the names that a chip gives them. */
export function prefixed(prefix: string, family: Family): Family {
  const entries = Object.entries(family.instructions).map(([name, instruction]) => [prefix + name, instruction]);
  return { ...family, name: prefix + family.name, instructions: Object.fromEntries(entries) as Family["instructions"] };
}
