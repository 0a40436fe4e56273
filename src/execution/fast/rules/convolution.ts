import { convolution, packKernel } from "../../../../kernels-ref/convolution.js";
import { Tensor } from "../../../base/tensor/tensor.js";
import type { Attributes } from "../../../ir/graph/graph.js";
import type { Emitter } from "../emitter.js";
import { type Held, magnitude } from "../held.js";
import { type Epilogue, headroom, isExact, roundedImage } from "../rounded.js";

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

/** Emits t = max(0, headroom − accumulator / 2^shift) and its rounding; undefined where float32 might round a sum. */
export function emitConvolution(emitter: Emitter, data: Held, plan: ConvolutionPlan): Held | undefined {
  const { attributes, kernel, output, shift, bias } = plan;
  const padding = attributes.padding as readonly number[];
  const image = padding.some((width) => width !== 0) ? emitter.settled(emitter.image(data)) : emitter.image(data);
  const [input, result] = [Tensor.zeros("int8", image.shape), Tensor.zeros("int8", output)];
  const geometry = convolution(input, kernel, result, attributes);
  const { groupInputs, groupOutputs, kernelHeight, kernelWidth } = geometry;
  const rows = packKernel(geometry, kernel).data as Int8Array;
  const channels = geometry.output.c;
  const taps = kernelHeight * kernelWidth;
  const weights = new Float32Array(rows.length);
  const constant: number[] = [];
  const bound: number[] = [];
  for (let o = 0; o < channels; o++) {
    const scale = 2 ** -shift[o]!;
    const first = Math.floor(o / groupOutputs) * groupInputs;
    let sum = 0;
    let rest = bias[o]!;
    for (let tap = 0; tap < taps; tap++)
      for (let i = 0; i < groupInputs; i++) {
        const weight = rows[(o * taps + tap) * groupInputs + i]!;
        weights[(o * groupInputs + i) * taps + tap] = -weight * scale;
        sum += Math.abs(weight);
        rest += weight * (image.offset?.[first + i] ?? 0);
      }
    // What is held may exceed the integers' own magnitude by the offset that is missing.
    const held = magnitude(image) + (image.offset === undefined ? 0 : 128);
    bound.push((held * sum + Math.abs(rest) + Math.abs(bias[o]!)) * scale);
    constant.push(rest * scale);
  }
  const epilogue = withReach({ ...plan.epilogue, fraction: shift.map((bits) => Math.max(0, bits)) }, bound);
  if (!isExact(epilogue, bound)) return undefined;
  const room = headroom(epilogue);
  const conv = emitter.node(
    "Conv",
    [
      image.name,
      emitter.constant(new Tensor("float32", [channels, groupInputs, kernelHeight, kernelWidth], weights)),
      emitter.floats(room.map((value, c) => value - constant[c]!)),
    ],
    {
      group: attributes.groups as number,
      kernel_shape: [kernelHeight, kernelWidth],
      strides: [...geometry.strides],
      dilations: [...geometry.dilation],
      pads: [...padding],
    },
  );
  const t = emitter.node("Relu", [conv]);
  const name = roundedImage(emitter, t, epilogue);
  const [low, high] = [Math.min(...epilogue.lower), Math.max(...epilogue.upper, ...epilogue.lower)];
  const offset = epilogue.lower.every((value) => value === 0) ? {} : { offset: epilogue.lower };
  return { name, shape: output, image: true, ...offset, grid: 0, low, high };
}

/** The epilogue with no more headroom than the quotient can use: large shifts stay exact. */
function withReach(epilogue: Epilogue, bound: readonly number[]): Epilogue {
  const upper = epilogue.upper.map((top, c) => Math.min(top, epilogue.added[c]! + Math.ceil(bound[c]!) + 1));
  return { ...epilogue, upper };
}
