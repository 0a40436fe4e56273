import { existsSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** Of the vectors that are not committed, `npm test` takes every so manieth: all families, a part of each. */
const EVERY = 6;

/** A set of vectors: where it is, and the names of its cases in alphabetical order. */
export interface Vectors {
  readonly root: string;
  readonly names: readonly string[];
}

/**
 * The vectors of a set: all where they are at hand, else those committed with the tests; in `npm test` those committed and
 * a part of the others.
 */
export function vectors(set: string): Vectors {
  const committed = fileURLToPath(new URL(set, import.meta.url));
  const shared = fileURLToPath(new URL(`../../../shared/golden/${set}`, import.meta.url));
  const ours = foldersOf(committed);
  if (!existsSync(shared)) return { root: committed, names: ours };
  const all = foldersOf(shared);
  if (process.env.ESPDL_TESTS !== "quick") return { root: shared, names: all };
  const kept = new Set(ours);
  return { root: shared, names: all.filter((name, i) => kept.has(name) || i % EVERY === 0) };
}

const foldersOf = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();
