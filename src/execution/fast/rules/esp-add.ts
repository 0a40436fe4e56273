import { numbersAttribute } from "../../../../kernels-ref/attributes.js";
import type { Emitter } from "../emitter.js";
import { halfAway } from "../half-away.js";
import { EXACT, type Held } from "../held.js";
import { roundedImage, scaled } from "../rounded.js";
import { type FastRule, isHeld } from "../rule.js";

/** `esp.add`: a · 2^p + b · 2^q to the nearest integer, ties away from zero, saturated. */
export const espAdd: FastRule = ({ attributes, inputs, type }, emitter) => {
  const [left, right] = inputs;
  if (!isHeld(left) || !isHeld(right)) return undefined;
  const [p, q] = numbersAttribute(attributes, "exponents") as [number, number];
  const relu = attributes.relu === true;
  const same = left.shape.join() === type.shape.join() && right.shape.join() === type.shape.join();
  const images = (left.image || right.image) && same;
  const fused = images ? imageSum(emitter, left, right, p, q, relu) : undefined;
  return fused ?? plainSum(emitter, left, right, p, q, relu, type.shape, images);
};

/**
 * The sum as two depthwise convolutions that ONNX Runtime fuses with their Add. With relu, ties of what is negative do
 * not matter and half up will do. Without, the sum is stretched by 2^−h, which takes every tie away from zero and moves
 * nothing else across one: below 128.5 it moves by less than half the grid 2^−k when h = k + 9.
 */
export function imageSum(
  emitter: Emitter,
  left: Held,
  right: Held,
  p: number,
  q: number,
  relu: boolean,
): Held | undefined {
  const k = Math.max(0, -p, -q);
  const h = k + 9;
  const stretch = relu || k === 0 ? 1 : 1 + 2 ** -h;
  const tie = relu && k > 0 ? 2 ** -(k + 1) : 0;
  const bits = k === 0 ? 0 : relu ? k + 1 : k + h;
  if ((384 * (2 ** p + 2 ** q) * stretch + 512) * 2 ** bits >= EXACT) return undefined;
  const [a, b] = [emitter.image(left), emitter.image(right)];
  const channels = a.shape[3]!;
  const lower = relu ? 0 : -128;
  const bias = Array.from({ length: channels }, (_, c) => {
    const missing = (a.offset?.[c] ?? 0) * 2 ** p + (b.offset?.[c] ?? 0) * 2 ** q;
    return 127 - tie - missing * stretch;
  });
  const zero = new Array<number>(channels).fill(0);
  const first = scaled(emitter, a.name, -stretch * 2 ** p, bias);
  const second = scaled(emitter, b.name, -stretch * 2 ** q, zero);
  const t = emitter.node("Relu", [emitter.node("Add", [first, second])]);
  const all = (value: number): number[] => new Array<number>(channels).fill(value);
  const epilogue = { added: all(0), upper: all(127), lower: all(lower), fraction: all(0), rounding: "floor" } as const;
  const name = roundedImage(emitter, t, epilogue);
  return { name, shape: a.shape, image: true, ...(relu ? {} : { offset: all(lower) }), grid: 0, low: lower, high: 127 };
}

/** The sum element by element, at any exponents and shapes. */
function plainSum(
  emitter: Emitter,
  left: Held,
  right: Held,
  p: number,
  q: number,
  relu: boolean,
  shape: readonly number[],
  images: boolean,
): Held | undefined {
  if (128 * (2 ** p + 2 ** q) * 2 ** Math.max(0, -p, -q) >= EXACT) return undefined;
  const held = (operand: Held): Held => (images ? emitter.settled(emitter.image(operand)) : emitter.plain(operand));
  const [a, b] = [held(left), held(right)];
  const times = (name: string, exponent: number): string =>
    exponent === 0 ? name : emitter.node("Mul", [name, emitter.scalar(2 ** exponent)]);
  const sum = emitter.node("Add", [times(a.name, p), times(b.name, q)]);
  const low = relu ? 0 : -128;
  return { name: halfAway(emitter, sum, low, 127), shape, image: images, grid: 0, low, high: 127 };
}
