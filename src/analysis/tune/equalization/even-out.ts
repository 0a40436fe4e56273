/** One channel between two convolutions, as it stands. */
export interface Channel {
  /** Largest of the weights that make it, of its values, and of the weights that read it. */
  readonly made: number;
  readonly value: number;
  readonly read: number;
  /** Σ over the terms of the making sum of their mean squares: what a weight's rounding is multiplied by. */
  readonly input: number;
  /** Σ of the squares of the weights that read it, and how many they are. */
  readonly power: number;
  readonly reads: number;
  /** Mean square of its values. */
  readonly square: number;
}

const LEVELS = 127;
/** Exponents tried below those of today for the makers' weights, the values and the readers' weights. */
const LOWER = [0, 1, 2, 3];
const MOST = 10;

/**
 * Exponents k for which channels multiplied by 2^k, and divided again where they are read, lose least to rounding: every
 * tensor's scale is tried with those below it, and within what fits them each channel has its own best k.
 * @returns one k a channel; all 0 where nothing is better
 */
export function evenOut(channels: readonly Channel[]): number[] {
  const scale = (of: (channel: Channel) => number): number =>
    Math.ceil(Math.log2(Math.max(...channels.map(of), 2 ** -60) / LEVELS));
  const today = [scale(({ made }) => made), scale(({ value }) => value), scale(({ read }) => read)] as const;
  let best = channels.map(() => 0);
  let least = total(channels, best, today);
  for (const a of LOWER) {
    for (const b of LOWER) {
      for (const c of LOWER) {
        const steps = [today[0] - a, today[1] - b, today[2] - c] as const;
        const factors = channels.map((channel) => factorOf(channel, steps));
        if (factors.some((k) => k === undefined)) continue;
        const cost = total(channels, factors as number[], steps);
        if (cost < least * (1 - 1e-9)) [best, least] = [factors as number[], cost];
      }
    }
  }
  return best;
}

type Steps = readonly [made: number, value: number, read: number];

/** The best exponent of a channel that fits the scales; undefined where none does. */
function factorOf(channel: Channel, [made, value, read]: Steps): number | undefined {
  const room = (largest: number, step: number): number =>
    largest > 0 ? Math.floor(Math.log2((LEVELS * 2 ** step) / largest) + 1e-9) : MOST;
  const high = Math.min(room(channel.made, made), room(channel.value, value), MOST);
  const low = Math.max(-room(channel.read, read), -MOST);
  if (low > high) return undefined;
  const [before, after] = noise(channel, [made, value, read]);
  const wanted = before > 0 && after > 0 ? Math.round(Math.log2(before / after) / 4) : 0;
  return Math.min(Math.max(wanted, low), high);
}

/** What rounding costs all readers of a channel: before it is read, which a factor 2^k makes 4^k times smaller; in reading it, larger. */
function noise({ input, power, reads, square }: Channel, [made, value, read]: Steps): readonly [number, number] {
  return [(4 ** made * input + 2 * 4 ** value) * power, 4 ** read * reads * square];
}

function total(channels: readonly Channel[], factors: readonly number[], steps: Steps): number {
  return channels.reduce((sum, channel, i) => {
    const [before, after] = noise(channel, steps);
    return sum + before * 4 ** -factors[i]! + after * 4 ** factors[i]!;
  }, 0);
}
