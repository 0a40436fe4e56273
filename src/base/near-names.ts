/** Those of `names` that are closest to `wanted`, best first: a shared part, or few edits apart. */
export function nearNames(wanted: string, names: readonly string[], limit = 3): string[] {
  const target = wanted.toLowerCase();
  const scored = names.map((name) => {
    const candidate = name.toLowerCase();
    const contains =
      target.length > 2 && candidate.length > 2 && (candidate.includes(target) || target.includes(candidate));
    return { name, distance: contains ? 1 : editDistance(target, candidate) };
  });
  return scored
    .filter(({ distance }) => distance <= Math.max(2, target.length / 2))
    .sort((a, b) => a.distance - b.distance)
    .slice(0, limit)
    .map(({ name }) => name);
}

/** Levenshtein's distance: insertions, deletions and replacements that lead from one to the other. */
function editDistance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let i = 1; i <= from.length; i++) {
    const next = [i];
    for (let j = 1; j <= to.length; j++) {
      next.push(Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (from[i - 1] === to[j - 1] ? 0 : 1)));
    }
    row = next;
  }
  return row[to.length];
}
