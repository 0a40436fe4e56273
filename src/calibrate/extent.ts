/** Smallest and largest value, and smallest and largest magnitude, of everything seen. */
export class Extent {
  private seen = false;
  private low = Number.POSITIVE_INFINITY;
  private high = Number.NEGATIVE_INFINITY;
  private nearest = Number.POSITIVE_INFINITY;

  add(data: Float32Array): void {
    let { low, high, nearest } = this;
    for (let i = 0; i < data.length; i++) {
      const x = data[i] as number;
      if (x < low) low = x;
      if (x > high) high = x;
      const magnitude = Math.abs(x);
      if (magnitude < nearest) nearest = magnitude;
    }
    this.low = low;
    this.high = high;
    this.nearest = nearest;
    this.seen ||= data.length > 0;
  }

  /** 0 when nothing was seen, as for an empty tensor; the same holds for the other three. */
  get min(): number {
    return this.seen ? this.low : 0;
  }

  get max(): number {
    return this.seen ? this.high : 0;
  }

  get minMagnitude(): number {
    return this.seen ? this.nearest : 0;
  }

  get maxMagnitude(): number {
    return Math.max(Math.abs(this.min), Math.abs(this.max));
  }
}
