import type { Taps } from "./taps.js";

/** Products that the sums of a layer may take. */
const WORK = 1e9;

/** Σ of products of a layer's terms with each other and with what their sum should be, over samples; for each group. */
export class NormalEquations {
  private readonly squares: Float64Array[];
  /** [terms, channels of the group] */
  private readonly crosses: Float64Array[];
  private readonly sums: Float64Array[];
  private readonly wanted: Float64Array;
  private readonly terms: Float64Array;
  private readonly stride: number;
  private count = 0;

  /** @param samples how many will be added: the positions that are looked at are spread over them */
  constructor(
    private readonly taps: Taps,
    samples: number,
  ) {
    const { groups, channels, terms, positions } = taps;
    const list = (length: number): Float64Array[] => Array.from({ length: groups }, () => new Float64Array(length));
    this.squares = list(terms * terms);
    this.crosses = list((terms * channels) / groups);
    this.sums = list(terms);
    this.wanted = new Float64Array(channels);
    this.terms = new Float64Array(terms);
    const most = Math.max(1, WORK / (groups * terms * (terms / 2 + channels / groups) * samples));
    this.stride = Math.max(1, positions / most);
  }

  /** @param wanted what the sums should be, in the float model's order */
  add(input: ArrayLike<number>, wanted: ArrayLike<number>): void {
    const { groups, positions } = this.taps;
    for (let at = 0; at < positions; at += this.stride) {
      const position = Math.floor(at);
      for (let group = 0; group < groups; group++) this.accumulate(input, wanted, position, group);
      this.count++;
    }
  }

  /** All that both saw. */
  plus(other: NormalEquations): NormalEquations {
    const both = new NormalEquations(this.taps, 1);
    const fill = (into: Float64Array, a: Float64Array, b: Float64Array): void => {
      for (let i = 0; i < into.length; i++) into[i] = a[i]! + b[i]!;
    };
    for (let group = 0; group < this.taps.groups; group++) {
      fill(both.squares[group]!, this.squares[group]!, other.squares[group]!);
      fill(both.crosses[group]!, this.crosses[group]!, other.crosses[group]!);
      fill(both.sums[group]!, this.sums[group]!, other.sums[group]!);
    }
    fill(both.wanted, this.wanted, other.wanted);
    both.count = this.count + other.count;
    return both;
  }

  private accumulate(input: ArrayLike<number>, wanted: ArrayLike<number>, position: number, group: number): void {
    const { terms: x, taps } = this;
    const { groups, channels, terms, positions, planes } = taps;
    const [squares, crosses, sums] = [this.squares[group]!, this.crosses[group]!, this.sums[group]!];
    const each = channels / groups;
    const start = planes ? group * each * positions + position : position * channels;
    const step = planes ? positions : 1;
    taps.read(input, position, group, x);
    for (let channel = 0; channel < each; channel++)
      this.wanted[group * each + channel]! += wanted[start + channel * step]!;
    for (let i = 0; i < terms; i++) {
      const value = x[i]!;
      if (value === 0) continue;
      sums[i]! += value;
      for (let j = i, row = i * terms; j < terms; j++) squares[row + j]! += value * x[j]!;
      for (let channel = 0, row = i * each; channel < each; channel++)
        crosses[row + channel]! += value * wanted[start + channel * step]!;
    }
  }

  /** Covariance of a group's terms, [terms, terms]. */
  covariance(group: number): Float64Array {
    const { count } = this;
    const { terms } = this.taps;
    const [squares, sums] = [this.squares[group]!, this.sums[group]!];
    const result = new Float64Array(terms * terms);
    for (let i = 0; i < terms; i++) {
      for (let j = i; j < terms; j++) {
        const value = squares[i * terms + j]! / count - (sums[i]! / count) * (sums[j]! / count);
        result[i * terms + j] = value;
        result[j * terms + i] = value;
      }
    }
    return result;
  }

  /** Covariance of a channel's terms with what its sum should be. */
  cross(channel: number): Float64Array {
    const { count, wanted } = this;
    const { terms, channels, groups } = this.taps;
    const each = channels / groups;
    const group = Math.floor(channel / each);
    const [crosses, sums] = [this.crosses[group]!, this.sums[group]!];
    const mean = wanted[channel]! / count;
    return Float64Array.from(
      { length: terms },
      (_, i) => crosses[i * each + (channel % each)]! / count - (sums[i]! / count) * mean,
    );
  }
}
