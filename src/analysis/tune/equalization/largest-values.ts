/** Samples that tell the tail, and the one above which it begins. */
const TAIL = 4;
/** Times as many samples as there are, whose largest values are foretold. */
const MORE = 8;
const MOST = 4;

/** The largest values that each channel has had in a sample, in falling order. */
export class LargestValues {
  private readonly kept: Float64Array;

  constructor(readonly channels: number) {
    this.kept = new Float64Array(channels * (TAIL + 1));
  }

  /** @param largest of each channel in one sample */
  add(largest: Float64Array): void {
    const { kept } = this;
    const each = TAIL + 1;
    largest.forEach((value, channel) => {
      let at = (channel + 1) * each - 1;
      if (value <= kept[at]!) return;
      for (; at > channel * each && kept[at - 1]! < value; at--) kept[at] = kept[at - 1]!;
      kept[at] = value;
    });
  }

  of(channel: number): number {
    return this.kept[channel * (TAIL + 1)]!;
  }

  /**
   * How many times further unseen samples will reach: n^ξ, with the index ξ of the tail by Hill's estimator, the mean of
   * ln(x₁ … x₄ / x₅), over all channels together. 1 … 4.
   */
  get reach(): number {
    const each = TAIL + 1;
    let [sum, count] = [0, 0];
    for (let from = 0; from < this.kept.length; from += each) {
      const threshold = this.kept[from + TAIL]!;
      if (threshold === 0) continue;
      for (let i = 0; i < TAIL; i++) sum += Math.log(this.kept[from + i]! / threshold);
      count += TAIL;
    }
    return count === 0 ? 1 : Math.min(MORE ** (sum / count), MOST);
  }
}
