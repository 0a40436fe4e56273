import { cholesky } from "./cholesky.js";
import type { NormalEquations } from "./normal-equations.js";
import { type Cost, roundChannel } from "./round-channel.js";
import type { Taps } from "./taps.js";

const HIGH = 127;

/** How far the samples are believed. */
interface Trust {
  /** Share of the mean variance that is added to every term's: what the samples did not show is not free. */
  readonly ridge: number;
  /** Share of the error that the layers before made which the weights are to take back, 0 … 1. */
  readonly share: number;
}

/** From the boldest to the most careful. */
const TRUSTS: readonly Trust[] = [0.01, 0.1, 1, 10].flatMap((ridge) => [1, 0.5, 0].map((share) => ({ ridge, share })));

/** A layer's weights in the float model, and what a step of its integers is worth. */
export interface FittedLayer {
  readonly taps: Taps;
  readonly weights: Float32Array;
  /** Real value of one step of a channel's weights, and of one step of the layer's input. */
  readonly step: (channel: number) => number;
  readonly inputStep: number;
}

/** Channels that tell how far the samples are to be believed: as many as this work allows, and at least so many. */
const JUDGED = { work: 3e6, least: 16 };

/**
 * Integer weights whose sums of products, over the integers that the network really has there, are nearest to what the
 * float network computes. How far samples are believed is found by fitting to each half of them what the other half
 * judges.
 * @returns the integers in the float model's order; undefined where the nearest ones are better
 */
export function fitWeights(
  layer: FittedLayer,
  halves: readonly [NormalEquations, NormalEquations],
): Int8Array | undefined {
  const { channels, terms, float } = layer.taps;
  const count = Math.min(channels, Math.max(JUDGED.least, Math.floor(JUDGED.work / terms ** 2)));
  const judged = Array.from({ length: count }, (_, i) => Math.floor((i * channels) / count));
  const [a, b] = halves.map((half) => new Fit(layer, half, judged)) as [Fit, Fit];
  let [best, least]: [Trust | undefined, number] = [undefined, a.error(a.nearest()) + b.error(b.nearest())];
  for (const trust of TRUSTS) {
    const error = b.error(a.integers(trust)) + a.error(b.integers(trust));
    if (error < least) [best, least] = [trust, error];
  }
  if (best === undefined) return undefined;
  const all = Array.from({ length: channels }, (_, channel) => channel);
  const result = new Int8Array(layer.weights.length);
  for (const [channel, integers] of new Fit(layer, halves[0].plus(halves[1]), all).integers(best))
    for (let term = 0; term < terms; term++) result[float(channel, term)] = integers[term]!;
  return result;
}

/** Integers of a channel's weights, by channel. */
type Integers = ReadonlyMap<number, ArrayLike<number>>;

/** Some channels of a layer, by what some samples say of them. */
class Fit {
  private readonly covariances = new Map<number, Float64Array>();
  private readonly costs = new Map<string, ReturnType<typeof costOf>>();
  private readonly parts: readonly {
    readonly channel: number;
    readonly real: Float64Array;
    readonly gradient: Float64Array;
  }[];

  constructor(
    private readonly layer: FittedLayer,
    private readonly equations: NormalEquations,
    channels: readonly number[],
  ) {
    const { taps, weights, step } = layer;
    this.parts = channels.map((channel) => {
      const real = Float64Array.from(
        { length: taps.terms },
        (_, term) => weights[taps.float(channel, term)]! / step(channel),
      );
      return { channel, real, gradient: this.gradient(channel, real) };
    });
  }

  nearest(): Integers {
    const nearest = (w: number): number => Math.min(Math.max(Math.round(w), -HIGH), HIGH);
    return new Map(this.parts.map(({ channel, real }) => [channel, real.map(nearest)]));
  }

  integers({ ridge, share }: Trust): Integers {
    const { terms } = this.layer.taps;
    return new Map(
      this.parts.map(({ channel, real, gradient }) => {
        const { order, cost } = this.cost(channel, ridge);
        const from = Float64Array.from(order, (term) => real[term]!);
        const wanted = Float64Array.from(order, (term) => share * gradient[term]!);
        const rounded = roundChannel(cost, from, wanted, -HIGH, HIGH);
        const integers = new Int8Array(terms);
        for (let i = 0; i < terms; i++) integers[order[i]!] = rounded[i]!;
        return [channel, integers];
      }),
    );
  }

  /** Σ over channels of the mean squared error of the sums, less that of the float model's weights. */
  error(integers: Integers): number {
    const { taps, step, inputStep } = this.layer;
    const { terms } = taps;
    const off = new Float64Array(terms);
    let total = 0;
    for (const { channel, real, gradient } of this.parts) {
      const covariance = this.covariance(channel);
      const rounded = integers.get(channel)!;
      for (let i = 0; i < terms; i++) off[i] = rounded[i]! - real[i]!;
      let sum = 0;
      for (let i = 0; i < terms; i++) {
        let row = 2 * gradient[i]!;
        for (let j = 0, at = i * terms; j < terms; j++) row += covariance[at + j]! * off[j]!;
        sum += row * off[i]!;
      }
      total += sum * (step(channel) * inputStep) ** 2;
    }
    return total;
  }

  private group(channel: number): number {
    const { groups, channels } = this.layer.taps;
    return Math.floor(channel / (channels / groups));
  }

  private covariance(channel: number): Float64Array {
    const group = this.group(channel);
    const found = this.covariances.get(group) ?? this.equations.covariance(group);
    this.covariances.set(group, found);
    return found;
  }

  private cost(channel: number, ridge: number): ReturnType<typeof costOf> {
    const key = `${this.group(channel)} ${ridge}`;
    const found = this.costs.get(key) ?? costOf(this.covariance(channel), this.layer.taps.terms, ridge);
    this.costs.set(key, found);
    return found;
  }

  /** Of half the squared error at the float model's weights, in steps. */
  private gradient(channel: number, real: Float64Array): Float64Array {
    const { taps, step, inputStep } = this.layer;
    const { terms } = taps;
    const covariance = this.covariance(channel);
    const cross = this.equations.cross(channel);
    const result = new Float64Array(terms);
    for (let i = 0; i < terms; i++) {
      let sum = -cross[i]! / (step(channel) * inputStep);
      for (let j = 0, at = i * terms; j < terms; j++) sum += covariance[at + j]! * real[j]!;
      result[i] = sum;
    }
    return result;
  }
}

/** The cost with its terms in rising order of their variance: the last one is rounded first. */
function costOf(covariance: Float64Array, terms: number, share: number): { order: number[]; cost: Cost } {
  let trace = 0;
  for (let i = 0; i < terms; i++) trace += covariance[i * terms + i]!;
  const ridge = (share * trace) / terms || 1;
  const order = Array.from({ length: terms }, (_, i) => i).sort(
    (a, b) => covariance[a * terms + a]! - covariance[b * terms + b]! || a - b,
  );
  const matrix = new Float64Array(terms * terms);
  for (let i = 0; i < terms; i++) {
    for (let j = 0; j < terms; j++) matrix[i * terms + j] = covariance[order[i]! * terms + order[j]!]!;
    matrix[i * terms + i]! += ridge;
  }
  return { order, cost: { terms, matrix, lower: cholesky(matrix, terms) } };
}
