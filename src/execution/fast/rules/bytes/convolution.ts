import { asBytes, asFloats, toBytes } from "../../bytes.js";
import { type Emitter, imageShape } from "../../emitter.js";
import { EXACT, type Held } from "../../held.js";
import { isExact } from "../../rounded.js";
import { type Accumulators, accumulators, type ConvolutionPlan, scaledAccumulators } from "../accumulators.js";
import { byteChannels, byteConvolution } from "./byte-operators.js";

/** Channels below which float kernels are faster, of a dense and of a depthwise convolution: the first layers'. */
const FEW_INPUTS = { dense: 8, depthwise: 16 };

/** True when a convolution of so many input channels is faster on float kernels. */
export function prefersFloats(channels: number, groups: number): boolean {
  return channels < FEW_INPUTS[groups === 1 ? "dense" : "depthwise"];
}

/**
 * A convolution on uint8 × int8 kernels: a byte is the rounded quotient + the bias + the byte that stands for 0,
 * saturated to 0 … 255. What the program clips on this side of that, a minimum and a maximum clip.
 */
export function emitByteConvolution(emitter: Emitter, data: Held, plan: ConvolutionPlan): Held | undefined {
  const { added, lower, upper } = plan.epilogue;
  const zero = lower.every((value) => value === 0) ? 0 : 128;
  const isFew = prefersFloats(data.shape.at(-1)!, plan.attributes.groups as number);
  const input = isFew ? emitter.settled(emitter.image(asFloats(emitter, data))) : asBytes(emitter, data);
  if (input === undefined) return undefined;
  const sums = accumulators(input, plan);
  const reach = sums.bound.map((bound, c) => Math.ceil(bound * 2 ** -plan.shift[c]!) + 1);
  const round = isFew ? floatRounded : byteRounded;
  const offset = added.map((value) => value + zero);
  const rounded = round(emitter, input, sums, plan, offset);
  if (rounded === undefined) return undefined;
  const shape = plan.output;
  // A bias of −128 leaves nothing above 0.
  const most = upper.map((value, c) => (offset[c]! + reach[c]! <= value + zero ? 255 : Math.max(value + zero, 0)));
  const least = lower.map((value, c) => (offset[c]! - reach[c]! >= value + zero ? 0 : value + zero));
  const below = most.every((value) => value === 255)
    ? rounded
    : emitter.node("Min", [rounded, byteChannels(emitter, most, shape)]);
  const name = least.every((value) => value === 0)
    ? below
    : emitter.node("Max", [below, byteChannels(emitter, least, shape)]);
  return { name, shape, image: false, zero, grid: 0, low: zero === 0 ? 0 : -128, high: 127 };
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
