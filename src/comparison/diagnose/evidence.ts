import { alike } from "./score.js";

/** Bits of luck that a claim must be unlikely by, beyond the number of causes that were tried. */
const MARGIN = 10;

/** The evidence in the elements alone that a prediction knows. */
export function partialEvidence(reference: ArrayLike<number>, board: ArrayLike<number>, unknown: Uint8Array): number {
  const known = (values: ArrayLike<number>): number[] => Array.from(values).filter((_, i) => unknown[i] !== 1);
  return evidence(known(reference), known(board));
}

/**
 * Bits that it would take to write down the difference between board and reference without knowing a cause: how many
 * elements differ, which, and by what. A cause that needs nearly as many bits itself explains nothing: one wrong element
 * of ten fits something by chance.
 */
export function evidence(reference: ArrayLike<number>, board: ArrayLike<number>): number {
  const size = board.length;
  const errors = new Map<number, number>();
  let differing = 0;
  for (let i = 0; i < size; i++) {
    if (alike(board[i]!, reference[i]!)) continue;
    const error = board[i]! - reference[i]!;
    differing++;
    errors.set(error, (errors.get(error) ?? 0) + 1);
  }
  let values = 0;
  for (const count of errors.values()) values += count * Math.log2(differing / count);
  return Math.log2(size + 1) + size * entropy(differing / size) + values + 8 * Math.min(errors.size, 16);
}

/** Whether the evidence is enough to claim a cause of `bits`, found among `tried`. */
export function isClaimable(available: number, bits: number, tried: number): boolean {
  return available >= bits + Math.log2(tried + 1) + MARGIN;
}

/** Bits a yes-or-no takes whose share of yes is `share`. */
function entropy(share: number): number {
  if (share <= 0 || share >= 1) return 0;
  return -share * Math.log2(share) - (1 - share) * Math.log2(1 - share);
}
