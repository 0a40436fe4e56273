/** A tensor of integers with one scale, as the factors stand: its step is 2^exponent. */
export interface Scale {
  exponent: number;
}

/** Weights that make a channel. */
export interface Maker {
  readonly scale: Scale;
  readonly largest: number;
  /** Σ over the terms of a sum of their mean squares: what the rounding of a weight is multiplied by. */
  readonly input: number;
}

/** Values of a channel in one tensor. */
export interface Values {
  readonly scale: Scale;
  readonly largest: number;
}

/** Weights that read a channel. */
export interface Reader {
  readonly scale: Scale;
  readonly largest: number;
  /** Σ of their squares, and how many they are, over the power of the sums that they are part of. */
  readonly power: number;
  readonly count: number;
  /** Mean square of the values. */
  readonly square: number;
}

/** Factors are 2^k, k in steps of one eighth. */
const PARTS = 8;
const MOST = 10;
const LEVELS = 127;
/** What a fitted weight loses of what a rounded one does. */
const FITTED = 0.5;

/** A channel, or several that have one factor because they are added up. */
export class Channel {
  private parent: Channel | undefined;
  private readonly own = { makers: [] as Maker[], values: [] as Values[], readers: [] as Reader[], isFixed: false };

  root(): Channel {
    return this.parent?.root() ?? this;
  }

  /** Nothing takes a factor back. */
  fix(): void {
    this.root().own.isFixed = true;
  }

  get isFixed(): boolean {
    return this.root().own.isFixed;
  }

  join(other: Channel): Channel {
    const [one, two] = [this.root(), other.root()];
    if (one === two) return one;
    two.parent = one;
    one.own.isFixed ||= two.own.isFixed;
    return one;
  }

  /** What is said of the channel at the factors that stand. */
  clear(): void {
    for (const list of [this.own.makers, this.own.values, this.own.readers]) list.length = 0;
  }

  isMade(maker: Maker): void {
    this.root().own.makers.push(maker);
  }

  holds(values: Values): void {
    this.root().own.values.push(values);
  }

  isRead(reader: Reader): void {
    this.root().own.readers.push(reader);
  }

  /** The exponent that loses least among those that fit the scales; undefined where none does. */
  best(): number | undefined {
    const { makers, values, readers, isFixed } = this.own;
    let [high, low] = isFixed ? [0, 0] : [MOST, -MOST];
    for (const { scale, largest } of makers) high = Math.min(high, room(largest, scale));
    for (const { scale, largest } of values) high = Math.min(high, room(largest, scale));
    for (const { scale, largest } of readers) low = Math.max(low, -room(largest, scale));
    [high, low] = [Math.floor(high * PARTS + 1e-6) / PARTS, Math.ceil(low * PARTS - 1e-6) / PARTS];
    if (low > high) return undefined;
    const [before, after] = this.noise();
    const wanted = before > 0 && after > 0 ? Math.round((Math.log2(before / after) / 4) * PARTS) / PARTS : 0;
    return Math.min(Math.max(wanted, low), high);
  }

  /** What rounding costs all that read the channel, multiplied by 2^k. */
  cost(k: number): number {
    const [before, after] = this.noise();
    return before * 4 ** -k + after * 4 ** k;
  }

  /** Before the channel is read, and in reading it. */
  private noise(): readonly [number, number] {
    const { makers, values, readers } = this.own;
    let [made, power, after] = [0, 0, 0];
    for (const { scale, input } of makers) made += FITTED * 4 ** scale.exponent * input;
    for (const { scale } of values) made += 4 ** scale.exponent;
    for (const reader of readers) {
      power += reader.power;
      after += FITTED * 4 ** reader.scale.exponent * reader.count * reader.square;
    }
    return [made * power, after];
  }
}

function room(largest: number, { exponent }: Scale): number {
  return largest > 0 ? Math.log2(LEVELS / largest) + exponent : Number.POSITIVE_INFINITY;
}

/** Exponent of the finest power of two that holds a value. */
export const exponentOf = (largest: number): number =>
  largest > 0 ? Math.ceil(Math.log2(largest / LEVELS) - 1e-9) : -MOST;
