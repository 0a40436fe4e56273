import { asBytes, asFloats, toBytes } from "../../bytes.js";
import { type Emitter, imageShape } from "../../emitter.js";
import { EXACT, type Held } from "../../held.js";
import { isExact } from "../../rounded.js";
import { type Accumulators, accumulators, type ConvolutionPlan, scaledAccumulators } from "../accumulators.js";
import { byteChannels, byteConvolution, byteSum } from "./byte-operators.js";

/** Channels below which float kernels are faster, of a dense and of a depthwise convolution: the first layers'. */
const FEW_INPUTS = { dense: 8, depthwise: 16 };

/** True when a convolution of so many input channels is faster on float kernels. */
export function prefersFloats(channels: number, groups: number): boolean {
  return channels < FEW_INPUTS[groups === 1 ? "dense" : "depthwise"];
}

/**
 * A convolution on uint8 × int8 kernels: r = rounded quotient + offset, saturated to 0 … 255. With a relu the offset is
 * added + 255 − upper, which makes the upper end; a saturating sum takes 255 − upper away and makes the lower one.
 * @param mayLackOffset those who read it can take 255 − upper away, so that a maximum, which is faster, will do
 */
export function emitByteConvolution(
  emitter: Emitter,
  data: Held,
  plan: ConvolutionPlan,
  mayLackOffset: boolean,
): Held | undefined {
  const { added, lower } = plan.epilogue;
  const relu = lower.every((value) => value === 0);
  // A bias of −128 leaves nothing above 0.
  const upper = plan.epilogue.upper.map((value) => Math.max(value, 0));
  if (!relu && lower.some((value, c) => value !== -128 + Math.max(added[c]!, 0))) return undefined;
  const isFew = prefersFloats(data.shape.at(-1)!, plan.attributes.groups as number);
  const input = isFew ? emitter.settled(emitter.image(asFloats(emitter, data))) : asBytes(emitter, data);
  if (input === undefined || (input.offset !== undefined && isPadded(plan))) return undefined;
  const sums = accumulators(input, plan);
  const most = sums.bound.map((bound, c) => Math.ceil(bound * 2 ** -plan.shift[c]!) + 1 + added[c]!);
  const isBelow = relu && most.every((value, c) => value <= upper[c]!);
  const gone = upper.map((value) => (isBelow ? 0 : 255 - value));
  const offset = relu ? added.map((value, c) => value + gone[c]!) : added.map(() => 128);
  const round = isFew ? floatRounded : byteRounded;
  const name = round(emitter, input, sums, plan, offset);
  if (name === undefined) return undefined;
  const shape = plan.output;
  const sum = (zero: number, bytes: readonly number[], zeroOfBytes: number): string =>
    byteSum(emitter, { name, zero }, { name: byteChannels(emitter, bytes, shape), zero: zeroOfBytes }, zero);
  if (relu) {
    if (mayLackOffset && !isBelow) {
      const largest = emitter.node("Max", [name, byteChannels(emitter, gone, shape)]);
      return { name: largest, shape, image: false, zero: 0, offset: gone.map((x) => -x), grid: 0, low: 0, high: 127 };
    }
    const left = gone.map((value) => 255 - value);
    const y = isBelow ? name : sum(0, left, 255);
    return { name: y, shape, image: false, zero: 0, grid: 0, low: 0, high: 127 };
  }
  const isBare = added.every((value) => value === 0);
  const biases = added.map((value) => value + 128);
  const y = isBare ? name : sum(128, biases, 128);
  return { name: y, shape, image: false, zero: 128, grid: 0, low: -128, high: 127 };
}

/** True when zeros surround the data. */
export function isPadded({ attributes }: Pick<ConvolutionPlan, "attributes">): boolean {
  return (attributes.padding as readonly number[]).some((width) => width !== 0);
}

/** Undefined where a shift has no exact scale or a sum does not fit into float32's integers. */
function byteRounded(
  emitter: Emitter,
  input: Held,
  sums: Accumulators,
  { shift, epilogue: { rounding } }: ConvolutionPlan,
  offset: readonly number[],
): string | undefined {
  if (shift.some((bits) => bits < 0 || bits > 15)) return undefined;
  // (a + 1 − 2^(s−1)) · 2^−s · (1 − 2^−24), to the nearest integer, is floor(a · 2^−s): no tie is left.
  const bias = sums.constant.map((value, c) => {
    const bits = shift[c]!;
    const half = rounding === "floor" ? 2 ** (bits - 1) : 0;
    return value + offset[c]! * 2 ** bits + (rounding === "half-even" || bits === 0 ? 0 : 1 - half);
  });
  if (bias.some((value, c) => sums.bound[c]! + Math.abs(value) >= EXACT)) return undefined;
  const below = rounding === "half-even" ? 1 : 1 - 2 ** -24;
  const scale = shift.map((bits) => 2 ** -bits * (bits === 0 ? 1 : below));
  const sizes = imageShape(input.shape).slice(1);
  const isLine = input.shape.length === 3;
  const name = isLine ? emitter.node("Reshape", [input.name, emitter.ints([-1, ...sizes])]) : input.name;
  return byteConvolution(emitter, { input: { name, zero: input.zero! }, ...sums, scale, bias });
}

/** The same in float32: it is rounded where it becomes bytes. */
function floatRounded(
  emitter: Emitter,
  input: Held,
  sums: Accumulators,
  { shift, output, epilogue: { rounding } }: ConvolutionPlan,
  offset: readonly number[],
): string | undefined {
  const added = offset.map((value, c) => {
    const half = shift[c]! > 0 ? 2 ** -(shift[c]! + 1) : 0;
    return value + (rounding === "half-even" || half === 0 ? 0 : rounding === "half-up" ? half : half - 0.5);
  });
  const bound = sums.bound.map((value, c) => value * 2 ** -shift[c]!);
  const fraction = shift.map((bits) => Math.max(0, bits));
  const none = added.map(() => 0);
  if (!isExact({ added: none, upper: added.map(Math.ceil), lower: none, fraction, rounding }, bound)) return undefined;
  const factor = shift.map((bits) => 2 ** -bits);
  const name = scaledAccumulators(emitter, input.name, sums, factor, added);
  return toBytes(emitter, { name, shape: output, image: true, grid: undefined, low: 0, high: 255 }, 0);
}
