import type { Rounding } from "../../../../kernels-ref/arithmetic.js";
import { FinishSteps } from "../product/finish.js";
import type { Finish } from "../product/model.js";
import { preimage } from "./preimage.js";

/** What one channel does to its accumulators. */
export interface ChannelFinish {
  readonly finish: Finish;
  /** All biases that give the same bytes. */
  readonly from: number;
  readonly to: number;
  /** What the accumulator begins with: all numbers that give the same bytes; absent for 0. */
  readonly start?: { readonly from: number; readonly to: number };
}

const ROUNDINGS: readonly Rounding[] = ["floor", "half-up", "half-away", "half-even", "toward-zero"];
/** Values are looked at so far from each other first: neighbours say the same. */
const APART = 97;
const BIAS_MAX = 2 ** 26;
const START_MAX = 2 ** 24;

/** What was seen of one channel. */
export interface ChannelSamples {
  readonly acc: Int32Array;
  readonly y: Int8Array;
  /** Of this channel alone. */
  readonly law: Finish;
}

/** One change of the finish that all channels have, their biases being the model's; else biases alone. */
export function fitAlike(samples: readonly ChannelSamples[]): ChannelFinish[] | undefined {
  const changes = samples.map(({ law }) => [...variants(law)]);
  for (const [k] of changes[0]!.entries()) {
    const fits: ChannelFinish[] = [];
    for (const [channel, { acc, y, law }] of samples.entries()) {
      const fit = fitOne(acc, y, changes[channel]![k]!, law.bias[0]!);
      if (fit === undefined || !keeps(fit, law)) break;
      fits.push(fit);
    }
    if (fits.length === samples.length) return fits;
  }
  const biases = samples.map(({ acc, y, law }) => fitOne(acc, y, law, law.bias[0]!));
  return biases.every((fit) => fit !== undefined) ? biases : undefined;
}

/** A change for each channel. */
export function fitEach(samples: readonly ChannelSamples[]): ChannelFinish[] | undefined {
  const fits: ChannelFinish[] = [];
  for (const { acc, y, law } of samples) {
    const fit = fitFinish(acc, y, law);
    if (fit === undefined) return undefined;
    fits.push(fit);
  }
  return fits;
}

const keeps = ({ from, to }: ChannelFinish, { bias }: Finish): boolean => bias[0]! >= from && bias[0]! <= to;

/**
 * The shift, rounding, bias and limits that give a channel's values; the law's own are preferred.
 * @param law of this channel alone
 */
function fitFinish(acc: Int32Array, y: Int8Array, law: Finish): ChannelFinish | undefined {
  let solved: ChannelFinish | undefined;
  for (const finish of variants(law)) {
    const fit = fitOne(acc, y, finish, law.bias[0]!, solved !== undefined);
    if (fit === undefined) continue;
    // Whatever leaves the bias as it is says more than another bias.
    if (keeps(fit, law)) return fit;
    solved ??= fit;
  }
  return solved ?? begun(acc, y, law);
}

/**
 * The bias is solved for: with all else given, every value bounds it from both sides.
 * @param only whether nothing but the bias `own` is wanted
 */
function fitOne(acc: Int32Array, y: Int8Array, finish: Finish, own: number, only = false): ChannelFinish | undefined {
  const bound = boundBias(acc, y, finish, only ? own : undefined);
  if (bound === undefined) return undefined;
  const [from, to] = bound;
  const bias = own >= from && own <= to ? own : Math.abs(from) < Math.abs(to) ? from : to;
  const fitted = { ...finish, bias: Int32Array.of(bias) };
  const steps = new FinishSteps(fitted);
  for (let i = 0; i < acc.length; i++) if (steps.one(acc[i]!, bias, finish.shift[0]!) !== y[i]) return undefined;
  return { finish: fitted, from, to };
}

/** The law on accumulators that do not begin with 0. A result never falls where its accumulator grows. */
function begun(acc: Int32Array, y: Int8Array, law: Finish): ChannelFinish | undefined {
  if (law.biasPlace !== "quotient") return undefined;
  let [from, to] = [-START_MAX, START_MAX];
  for (let i = 0; i < acc.length; i++) {
    const [low, high] = preimage(y[i]!, law);
    from = Math.max(from, low - acc[i]!);
    to = Math.min(to, high - acc[i]!);
    if (from > to) return undefined;
  }
  const own = law.bias[0]!;
  return { finish: law, from: own, to: own, start: { from, to } };
}

/** The accumulators as a channel begins them. */
export const started = (acc: Int32Array, { start }: ChannelFinish): Int32Array =>
  start === undefined ? acc : acc.map((sum) => sum + start.from);

function* variants(law: Finish): Generator<Finish> {
  yield law;
  const shift = law.shift[0]!;
  const at = (by: number): Finish => ({ ...law, shift: Int32Array.of(shift + by) });
  for (const rounding of ROUNDINGS) yield { ...law, rounding };
  for (const relu of ["none", "end", "before-bias"] as const) yield { ...law, relu };
  for (const by of [1, -1, 2, -2, 3, -3, 4, -4, 5, -5, 6, -6, 7, -7, 8, -8]) yield at(by);
  for (const middle of ["none", "wrap", "saturate"] as const)
    for (const end of ["wrap", "saturate"] as const) yield { ...law, middle, end };
  for (const rounding of ROUNDINGS) for (const by of [1, -1, 2, -2]) yield { ...at(by), rounding };
  yield { ...law, relu: "none", end: "wrap-low" };
  yield { ...law, rounding: "floor", logical: true };
  for (const low of [-127, 0]) yield { ...law, low };
  for (const accumulatorBits of [24, 20, 18, 16, 15, 14, 13, 12]) {
    yield { ...law, accumulatorBits, accumulatorOverflow: "wrap" };
    yield { ...law, accumulatorBits, accumulatorOverflow: "saturate" };
    if (law.biasPlace !== "accumulator") continue;
    yield { ...law, accumulatorBits, accumulatorOverflow: "wrap", limitFirst: true };
    yield { ...law, accumulatorBits, accumulatorOverflow: "saturate", limitFirst: true };
  }
}

/**
 * The least and greatest bias with which every value comes out: a result never falls where the bias grows.
 * @param wanted bias that must be among them, if any
 */
function boundBias(acc: Int32Array, y: Int8Array, finish: Finish, wanted?: number): [number, number] | undefined {
  if (
    finish.end !== "saturate" ||
    finish.logical ||
    (finish.accumulatorOverflow === "wrap" && finish.accumulatorBits < 32)
  )
    return wrapped(acc, y, finish, wanted);
  const steps = new FinishSteps(finish);
  const shift = finish.shift[0]!;
  const limit = finish.biasPlace === "quotient" ? 1024 : BIAS_MAX;
  // The least bias from which on no value is too small, and the first with which one is too large.
  let [least, above] = [1 - limit, limit];
  for (let first = 0; first < APART; first++)
    for (let i = first; i < acc.length; i += APART) {
      const [sum, value] = [acc[i]!, y[i]!];
      if (steps.one(sum, least, shift) < value)
        least = halve(least, limit, (bias) => steps.one(sum, bias, shift) >= value);
      if (steps.one(sum, above - 1, shift) > value)
        above = halve(-limit, above - 1, (bias) => steps.one(sum, bias, shift) > value);
      if (least >= above || (wanted !== undefined && (wanted < least || wanted >= above))) return undefined;
    }
  return [least, above - 1];
}

/** Where results wrap, the law's bias or none, or what the first value says. */
function wrapped(acc: Int32Array, y: Int8Array, finish: Finish, wanted?: number): [number, number] | undefined {
  const steps = new FinishSteps(finish);
  const shift = finish.shift[0]!;
  const says = finish.biasPlace === "quotient" ? [y[0]! - steps.one(acc[0]!, 0, shift)] : [];
  const gives = (bias: number): boolean => {
    for (let first = 0; first < APART; first++)
      for (let i = first; i < acc.length; i += APART) if (steps.one(acc[i]!, bias, shift) !== y[i]) return false;
    return true;
  };
  const bias = [finish.bias[0]!, 0, ...says].find((one) => (wanted === undefined || one === wanted) && gives(one));
  return bias === undefined ? undefined : [bias, bias];
}

/** The least integer in (low, high] for which a monotone test holds; high where none does. */
function halve(low: number, high: number, holds: (value: number) => boolean): number {
  let [from, to] = [low, high];
  while (to - from > 1) {
    const middle = Math.floor((from + to) / 2);
    if (holds(middle)) to = middle;
    else from = middle;
  }
  return to;
}
