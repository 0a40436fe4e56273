/** Signal and what was lost of it, summed over elements in float64; the mean of the error apart from the rest. */
export class Noise {
  signal = 0;
  noise = 0;
  count = 0;
  /** Σ error of each channel. */
  private readonly sums: Float64Array;

  /** @param inner elements between two of neighbouring channels */
  constructor(
    private readonly channels = 1,
    private readonly inner = 1,
  ) {
    this.sums = new Float64Array(channels);
  }

  add(wanted: ArrayLike<number>, got: ArrayLike<number>): this {
    const { channels, inner, sums } = this;
    for (let i = 0; i < wanted.length; i++) {
      const x = wanted[i] as number;
      const error = (got[i] as number) - x;
      this.signal += x * x;
      this.noise += error * error;
      sums[Math.floor(i / inner) % channels]! += error;
    }
    this.count += wanted.length;
    return this;
  }

  /** Noise over signal, 0 … ∞. */
  get ratio(): number {
    return this.noise === 0 ? 0 : this.noise / this.signal;
  }

  /** In dB; Infinity when nothing was lost. */
  get snr(): number {
    return decibels(this.ratio);
  }

  /** Share of the noise that is the mean error of each channel, 0 … 1: what a bias could take back. */
  get systematic(): number {
    if (this.noise === 0) return 0;
    const each = this.count / this.channels;
    return Math.min(this.sums.reduce((sum, error) => sum + error ** 2 / each, 0) / this.noise, 1);
  }

  /** Mean error over all elements. */
  get mean(): number {
    return this.count === 0 ? 0 : this.sums.reduce((sum, error) => sum + error, 0) / this.count;
  }
}

/** A ratio of noise to signal in dB. */
export const decibels = (ratio: number): number => -10 * Math.log10(ratio);
