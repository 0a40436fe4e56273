import { Tensor } from "../../../../base/tensor/tensor.js";
import type { Emitter, NodeAttributes } from "../../emitter.js";
import { toUnsigned } from "../../signed-bytes.js";

/** A tensor of bytes and the byte that stands for 0. */
export interface ByteOperand {
  readonly name: string;
  readonly zero: number;
  /** What one step of the integers is worth; 1 where it is left out. */
  readonly scale?: number;
}

/** left · scale + right · scale to the nearest integer, ties to even, above the byte `zero`, saturated to 0 … 255. */
export function byteSum(emitter: Emitter, left: ByteOperand, right: ByteOperand, zero: number): string {
  const operand = ({ name, zero, scale = 1 }: ByteOperand): string[] => [
    name,
    emitter.scalar(scale),
    emitter.byte(zero),
  ];
  const inputs = [...operand(left), ...operand(right), emitter.scalar(1), emitter.byte(zero)];
  return emitter.node("QLinearAdd", inputs, {}, "com.microsoft");
}

/** One byte a channel, everywhere in an image: a constant that broadcasts is four times slower, but for a scalar. */
export function byteChannels(emitter: Emitter, values: readonly number[], shape: readonly number[]): string {
  if (values.every((value) => value === values[0])) return emitter.byte(values[0]!);
  const [, ...sizes] = shape;
  const data = new Uint8Array(sizes.reduce((a, b) => a * b, 1));
  for (let i = 0; i < data.length; i += values.length) data.set(values, i);
  return emitter.constant(new Tensor("uint8", [1, ...sizes], data));
}

/** What a convolution of bytes, channels last, needs. */
export interface ByteConvolution {
  readonly input: ByteOperand;
  /** Of which 0 … 127 where `zero` is 0. [channels, inputs of a group, height, width]. */
  readonly shape: readonly number[];
  readonly weights: Int8Array;
  /** Of the accumulators, one a channel. */
  readonly scale: readonly number[];
  readonly bias: readonly number[];
  readonly attributes: NodeAttributes;
}

/** (accumulator + bias) · scale to the nearest integer, ties to even, saturated to 0 … 255; the sums are exact int32. */
export function byteConvolution(emitter: Emitter, convolution: ByteConvolution): string {
  const { input, shape, weights, scale, bias, attributes } = convolution;
  // A pair of products of 0 … 127 with int8 stays within int16.
  const isSigned = emitter.form === "bytes" || input.zero === 0;
  const kernel = new Tensor("int8", shape, weights);
  const inputs = [
    input.name,
    emitter.scalar(1),
    emitter.byte(input.zero),
    emitter.constant(isSigned ? kernel : toUnsigned(kernel)),
    emitter.floats(scale),
    emitter.constant(isSigned ? Tensor.scalar("int8", 0) : Tensor.scalar("uint8", 128)),
    emitter.scalar(1),
    emitter.byte(0),
    emitter.constant(new Tensor("int32", [bias.length], Int32Array.from(bias))),
  ];
  return emitter.node("QLinearConv", inputs, { ...attributes, channels_last: 1 }, "com.microsoft");
}
