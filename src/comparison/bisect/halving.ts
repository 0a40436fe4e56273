import type { ProgramCalls } from "./program-calls.js";

/**
 * From a wrong tensor back to one whose ancestors are right, each step looking at one tensor that halves those left: in a
 * chain of N layers ⌈log2 N⌉ looks. A right tensor clears what it depends on; an error that a layer hides (a relu, a pool)
 * and that goes on by another way is therefore found where it shows.
 * @param bad trace id of a tensor known to be wrong
 * @param isWrong looks at a tensor of the board
 * @param cleared ids already known to be right
 * @returns the last tensor found wrong: all that it depends on is cleared
 */
export async function halve(
  calls: ProgramCalls,
  bad: string,
  isWrong: (id: string) => Promise<boolean>,
  cleared: ReadonlySet<string> = new Set(),
): Promise<string> {
  let wrong = bad;
  let left = calls.ancestors(bad).filter((id) => !cleared.has(id));
  while (left.length > 0) {
    const probe = bestProbe(calls, left);
    const behind = new Set([...calls.ancestors(probe), probe]);
    if (await isWrong(probe)) {
      wrong = probe;
      behind.delete(probe);
      left = left.filter((id) => behind.has(id));
    } else {
      left = left.filter((id) => !behind.has(id));
    }
  }
  return wrong;
}

/** The tensor whose two answers leave the fewest candidates at worst. */
function bestProbe(calls: ProgramCalls, left: readonly string[]): string {
  const members = new Set(left);
  let best = left[0]!;
  let fewest = Infinity;
  for (const id of left) {
    const before = calls.ancestors(id).filter((ancestor) => members.has(ancestor)).length;
    const worst = Math.max(before, left.length - before - 1);
    if (worst < fewest) {
      fewest = worst;
      best = id;
    }
  }
  return best;
}
