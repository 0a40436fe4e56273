/** Two-sided 95 % of the normal distribution. */
const Z = 1.959963984540054;

export type Interval = readonly [low: number, high: number];

/** Wilson's 95 % interval of a share: `hits` of `count`. */
export function shareInterval(hits: number, count: number): Interval {
  const share = hits / count;
  const z2 = Z * Z;
  const middle = (share + z2 / (2 * count)) / (1 + z2 / count);
  const half = (Z / (1 + z2 / count)) * Math.sqrt((share * (1 - share)) / count + z2 / (4 * count * count));
  return [Math.max(0, middle - half), Math.min(1, middle + half)];
}

/** The ratio of two sums over samples and its 95 % interval, by the ratio estimator's standard error. */
export class Ratio {
  private count = 0;
  private top = 0;
  private bottom = 0;
  private squares = [0, 0, 0] as [number, number, number];

  add(top: number, bottom: number): void {
    this.count++;
    this.top += top;
    this.bottom += bottom;
    this.squares[0] += top * top;
    this.squares[1] += top * bottom;
    this.squares[2] += bottom * bottom;
  }

  get value(): number {
    return this.top / this.bottom;
  }

  get interval(): Interval {
    const { value: r, count } = this;
    const [tt, tb, bb] = this.squares;
    const residuals = Math.max(0, tt - 2 * r * tb + r * r * bb);
    const error = (Z * Math.sqrt((residuals * count) / Math.max(1, count - 1))) / Math.abs(this.bottom);
    return [r - error, r + error];
  }
}

/**
 * McNemar's exact test: the probability, were both models equally good, of a split at least as uneven as `gained` : `lost`
 * among the samples where just one of them is right.
 */
export function mcNemar(gained: number, lost: number): number {
  const total = gained + lost;
  const fewer = Math.min(gained, lost);
  let logTerm = -total * Math.LN2;
  let tail = 0;
  for (let k = 0; k <= fewer; k++) {
    tail += Math.exp(logTerm);
    logTerm += Math.log((total - k) / (k + 1));
  }
  return Math.min(1, 2 * tail);
}

/** 95 % interval of the paired difference (gained − lost) / count. */
export function pairedInterval(gained: number, lost: number, count: number): Interval {
  const difference = (gained - lost) / count;
  const variance = (gained + lost) / count - difference ** 2;
  const half = Z * Math.sqrt(Math.max(0, variance) / count);
  return [difference - half, difference + half];
}
