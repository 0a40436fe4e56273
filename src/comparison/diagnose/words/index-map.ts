import { formatRanges } from "../../diff/ranges.js";

/**
 * What stands in place of what along an axis, in words.
 * @param name of what is read, in the singular
 * @param sources for each position the one that stands there; undefined where it is not known or none
 * @returns undefined where every known position is its own
 */
export function indexMapWords(name: string, sources: readonly (number | undefined)[]): string | undefined {
  const known = [...sources.keys()].filter((position) => sources[position] !== undefined);
  const moved = known.filter((position) => sources[position] !== position);
  const [first] = moved;
  if (first === undefined) return undefined;
  const { length } = sources;
  const at = (rule: (position: number) => number): boolean => moved.every((p) => sources[p] === rule(p));
  // A rule for the whole axis leaves where it is what is not moved, unless that is not known.
  const stays = new Set(known.filter((p) => !moved.includes(p)));
  const whole = (rule: (position: number) => number): boolean =>
    at(rule) &&
    sources.every((_, p) => moved.includes(p) || rule(p) === p || rule(p) >= length) &&
    [...stays].every((p) => rule(p) === p);
  const all = moved.length > known.length / 2;
  const names = ranges(name, moved);
  if (whole((p) => length - 1 - p)) return `the ${name}s are in reverse order`;
  const same = sources[first]!;
  if (moved.length > 1 && at(() => same)) return `${names} get that of ${same}`;
  const by = same - first;
  if (at((p) => p + by)) {
    if (moved.length === 1) return `${name} ${first} gets that of ${same}`;
    const [from, to] = [first + by, moved.at(-1)! + by];
    if (all && Math.abs(by) < 4) return `${name} p gets that of ${name} p ${by < 0 ? "−" : "+"} ${Math.abs(by)}`;
    const dense = moved.at(-1)! - first + 1 === moved.length;
    return dense
      ? `${names} get those of ${from}–${to}`
      : `${names} get those of ${Math.abs(by)} ${by < 0 ? "before" : "behind"}`;
  }
  for (const block of [4, 8, 16, 32]) {
    if (at((p) => p % block)) return `${names} get those of ${0}–${block - 1}, again in each block of ${block}`;
    if (at((p) => p - (p % block))) return `${names} get that of the first of their block of ${block}`;
    if (whole((p) => p - (p % block) + block - 1 - (p % block)))
      return `the ${name}s are in reverse order in each ${block}`;
    const turned = (k: number) => (p: number) => p - (p % block) + ((p + k) % block);
    for (let k = 1; k < block; k++)
      if (at(turned(k))) return `the ${name}s are turned by ${k} in each block of ${block}`;
  }
  if (whole((p) => p ^ 1)) return `neighbouring ${name}s are exchanged`;
  for (let k = 1; k < length; k++) if (whole((p) => (p + k) % length)) return `the ${name}s are turned by ${k}`;
  const inside = inBlocks(name, sources, moved);
  if (inside !== undefined) return inside;
  if (moved.length <= 4) return moved.map((p) => `${name} ${p} gets that of ${sources[p]}`).join(", ");
  for (const step of [2, 3, 4]) if (at((p) => p * step)) return `${name} p gets that of ${name} ${step}p`;
  for (const step of [2, 3, 4])
    if (at((p) => Math.floor(p / step))) return `${name} p gets that of ${name} p / ${step}, rounded down`;
  return undefined;
}

function ranges(name: string, positions: readonly number[]): string {
  const words = formatRanges(positions) ?? `${positions[0]} … (${positions.length} of them)`;
  return positions.length === 1 ? `${name} ${words}` : `${name}s ${words}`;
}

/** The same exchange in each block. */
function inBlocks(
  name: string,
  sources: readonly (number | undefined)[],
  moved: readonly number[],
): string | undefined {
  for (const block of [4, 8, 16]) {
    if (sources.length < 2 * block) continue;
    const rule = new Map<number, number>();
    const same = moved.every((p) => {
      const by = sources[p]! - p;
      const known = rule.get(p % block);
      rule.set(p % block, by);
      return (known === undefined || known === by) && Math.floor(sources[p]! / block) === Math.floor(p / block);
    });
    if (!same || rule.size >= moved.length) continue;
    const parts = [...rule].sort(([a], [b]) => a - b).map(([p, by]) => `${p} gets that of ${p + by}`);
    return `in each block of ${block} ${name}s ${parts.slice(0, 8).join(", ")}`;
  }
  return undefined;
}
