import type { Channel, Scale } from "./channel.js";

/** Scales of the channels of a block, those that makers, values and readers have. */
export interface Scales {
  readonly made: readonly Scale[];
  readonly values: readonly Scale[];
  readonly read: readonly Scale[];
}

/** Steps of the scales beyond which no more are tried. */
const ROUNDS = 40;
/** Share of the noise that is worth a step. */
const WORTH = 1e-6;

/**
 * Exponents k for which channels multiplied by 2^k, and divided again where they are read, lose least to rounding: each
 * channel has its own best k within what fits the scales, and the scales go down, alone or together, while that helps.
 * @returns one k a channel; all 0 where nothing is better
 */
export function evenOut(channels: readonly Channel[], scales: Scales): number[] {
  const { made, values, read } = scales;
  const all = [...new Set([...made, ...values, ...read])];
  const moves = [[...made, ...values], [...values, ...read], [...made, ...read], made, values, read]
    .concat([all], ...all.map((scale) => [[scale]]))
    .map((move) => [...new Set(move)]);
  let best = channels.map(() => 0);
  let least = total(channels, best);
  const isBetter = (): boolean => {
    const factors = channels.map((channel) => channel.best());
    if (factors.some((k) => k === undefined)) return false;
    const cost = total(channels, factors as number[]);
    if (cost >= least * (1 - WORTH)) return false;
    [best, least] = [factors as number[], cost];
    return true;
  };
  isBetter();
  for (let round = 0, moved = true; moved && round < ROUNDS; round++) {
    moved = false;
    for (const move of moves) {
      for (const step of [-1, 1]) {
        for (const scale of move) scale.exponent += step;
        if (isBetter()) moved = true;
        else for (const scale of move) scale.exponent -= step;
      }
    }
  }
  return best;
}

const total = (channels: readonly Channel[], factors: readonly number[]): number =>
  channels.reduce((sum, channel, i) => sum + channel.cost(factors[i]!), 0);
