/** A seeded source of small integers (mulberry32). */
export class Random {
  constructor(private state: number) {}

  /** An integer of low … high. */
  int(low: number, high: number): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let t = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return low + (((t ^ (t >>> 14)) >>> 0) % (high - low + 1));
  }

  ints(length: number, low: number, high: number): number[] {
    return Array.from({ length }, () => this.int(low, high));
  }

  pick<T>(...options: readonly T[]): T {
    return options[this.int(0, options.length - 1)]!;
  }
}
