import { availableParallelism } from "node:os";
import { Helper } from "./helper.js";

/** Beyond so many threads a batch waits for the others' memory, and each takes some 50 MB. */
const MOST = 8;

/** How many threads run batches where nobody says. */
export function defaultThreads(): number {
  return Math.min(availableParallelism(), MOST);
}

const all: Helper[] = [];

/** So many helping threads of this process, which all runners share; they start when they are first wanted. */
export function helpers(count: number): readonly Helper[] {
  while (all.length < count) all.push(new Helper());
  return all.slice(0, count);
}
