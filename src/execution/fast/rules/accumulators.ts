import { type Convolution, convolution, packKernel } from "../../../../kernels-ref/convolution.js";
import { Tensor } from "../../../base/tensor/tensor.js";
import type { Attributes } from "../../../ir/graph/graph.js";
import type { Emitter, NodeAttributes } from "../emitter.js";
import { type Held, magnitude } from "../held.js";
import type { Epilogue } from "../rounded.js";

/** A convolution of int8 weights and what is done with its accumulators, one number an output channel each. */
export interface ConvolutionPlan {
  /** As of `nn.conv2d`, layout NHWC. */
  readonly attributes: Attributes;
  readonly kernel: Tensor;
  readonly output: readonly number[];
  /** Bits to shift right; negative ones multiply. */
  readonly shift: readonly number[];
  /** Added to the accumulator. */
  readonly bias: readonly number[];
  readonly epilogue: Omit<Epilogue, "fraction">;
}

/** What a convolution sums up. */
export interface Accumulators {
  /** [channels, inputs of a group, height, width]. */
  readonly shape: readonly [number, number, number, number];
  readonly weights: Int8Array;
  /** Largest magnitude of an accumulator and of all its partial sums, one a channel. */
  readonly bound: readonly number[];
  /** The bias and what the input's offset adds, one a channel. */
  readonly constant: readonly number[];
  /** Of ONNX's operator. */
  readonly attributes: NodeAttributes;
}

/** @param input whose offset, where it has one, is of a convolution without padding */
export function accumulators(input: Held, { attributes, kernel, output, bias }: ConvolutionPlan): Accumulators {
  const shape = input.shape.length === 3 ? [1, 1, ...input.shape.slice(1)] : input.shape;
  const geometry = convolution(Tensor.zeros("int8", shape), kernel, Tensor.zeros("int8", output), attributes);
  const { groupInputs, kernelHeight, kernelWidth } = geometry;
  const channels = geometry.output.c;
  const weights = outputsFirst(geometry, packKernel(geometry, kernel).data as Int8Array);
  const size = groupInputs * kernelHeight * kernelWidth;
  const [bound, constant]: [number[], number[]] = [[], []];
  // What is held may exceed the integers' own magnitude by the offset that is missing.
  const held = magnitude(input) + (input.offset === undefined ? 0 : 128);
  for (let o = 0; o < channels; o++) {
    const first = Math.floor(o / geometry.groupOutputs) * groupInputs;
    let sum = 0;
    let rest = bias[o]!;
    for (let k = 0; k < size; k++) {
      const weight = weights[o * size + k]!;
      sum += Math.abs(weight);
      rest += weight * (input.offset?.[first + Math.floor(k / (kernelHeight * kernelWidth))] ?? 0);
    }
    bound.push(held * sum + Math.abs(rest) + Math.abs(bias[o]!));
    constant.push(rest);
  }
  return {
    shape: [channels, groupInputs, kernelHeight, kernelWidth],
    weights,
    bound,
    constant,
    attributes: convolutionAttributes(geometry, attributes),
  };
}

/** accumulator · factor + added, of an image: a float convolution. @param factor, added one number a channel */
export function scaledAccumulators(
  emitter: Emitter,
  input: string,
  { shape, weights, constant, attributes }: Accumulators,
  factor: readonly number[],
  added: readonly number[],
): string {
  const size = weights.length / shape[0];
  const scaled = Float32Array.from(weights, (weight, i) => weight * factor[Math.floor(i / size)]!);
  const biases = added.map((value, c) => value + constant[c]! * factor[c]!);
  const kernel = emitter.constant(new Tensor("float32", shape, scaled));
  return emitter.node("Conv", [input, kernel, emitter.floats(biases)], attributes);
}

/** Of ONNX's operator, for `nn.conv2d`'s. */
export function convolutionAttributes(geometry: Convolution, attributes: Attributes): NodeAttributes {
  return {
    group: attributes.groups as number,
    kernel_shape: [geometry.kernelHeight, geometry.kernelWidth],
    strides: [...geometry.strides],
    dilations: [...geometry.dilation],
    pads: [...(attributes.padding as readonly number[])],
  };
}

/** Weights as `packKernel` has them in ONNX's order: output, input of a group, row, column. */
export function outputsFirst<T extends Int8Array | Int16Array>(geometry: Convolution, rows: T): T {
  const { groupInputs, kernelHeight, kernelWidth } = geometry;
  const taps = kernelHeight * kernelWidth;
  const weights = rows.slice() as T;
  for (let at = 0; at < rows.length; at++) {
    const i = at % groupInputs;
    const tap = Math.floor(at / groupInputs) % taps;
    const o = Math.floor(at / (groupInputs * taps));
    weights[(o * groupInputs + i) * taps + tap] = rows[at]!;
  }
  return weights;
}
