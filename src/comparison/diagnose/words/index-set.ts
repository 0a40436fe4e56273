import { formatRanges } from "../../diff/ranges.js";

/** How an axis is called that has no name of its own. */
const AXIS = "position of axis";

/** Lengths of the blocks that kernels work in. */
const BLOCKS = [16, 8, 4];

/**
 * Ascending positions along an axis, in words: `row 3`, `odd rows`, `channels 12–15 (the last 4 of 16)`, `channels 8–15 of
 * each 16`. Empty where they are all positions.
 * @param name of the axis in the singular
 */
export function indexSetWords(name: string, positions: readonly number[], length: number): string {
  if (name.startsWith(AXIS))
    return indexSetWords("position", positions, length).replace(/.$/, `$& of ${name.slice(12)}`);
  const [first = 0] = positions;
  const last = positions.at(-1) ?? 0;
  if (positions.length === length) return "";
  if (positions.length === 1) return `${name} ${first}`;
  if (last - first + 1 === positions.length) {
    const tail = last === length - 1 ? ` (the last ${positions.length} of ${length})` : "";
    return `${name}s ${first}–${last}${tail}`;
  }
  const step = positions[1]! - first;
  if (positions.every((value, i) => value === first + i * step) && last + step >= length && positions.length > 2) {
    if (step === 2 && first < 2) return `${first === 0 ? "even" : "odd"} ${name}s`;
    return `every ${ordinal(step)} ${name} from ${first} on`;
  }
  return inBlocks(name, positions, length) ?? `${name}s ${formatRanges(positions) ?? some(positions)}`;
}

/** Positions that are the same in each block. */
function inBlocks(name: string, positions: readonly number[], length: number): string | undefined {
  for (const block of BLOCKS.toReversed()) {
    if (length < 2 * block) continue;
    const inside = [...new Set(positions.map((position) => position % block))].sort((a, b) => a - b);
    if (inside.length === block) continue;
    const all = Array.from({ length }, (_, position) => position).filter((position) =>
      inside.includes(position % block),
    );
    if (all.length !== positions.length) continue;
    return `${name}s ${formatRanges(inside) ?? some(inside)} of each ${block}`;
  }
  return undefined;
}

const some = (positions: readonly number[]): string =>
  `${positions.slice(0, 6).join(", ")} … (${positions.length} of them)`;

/** `2nd`, `3rd`, `4th`. */
export function ordinal(value: number): string {
  const tens = value % 100;
  const suffix = tens > 10 && tens < 14 ? "th" : (["th", "st", "nd", "rd"][value % 10] ?? "th");
  return `${value}${suffix}`;
}
