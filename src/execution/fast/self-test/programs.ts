import { Tensor } from "../../../base/tensor/tensor.js";
import type { Attributes } from "../../../ir/graph/graph.js";
import type { CallLayer, Layer, Program } from "../../../ir/graph/program.js";

/** A convolution, `esp.conv2d`, the sum of its result with itself, and a convolution of that sum, of what is above 0. */
export interface TestNetwork {
  readonly size: number;
  readonly inputs: number;
  readonly outputs: number;
  readonly kernel: number;
  readonly stride: number;
  readonly groups: number;
  readonly shift: number;
  readonly relu: boolean;
}

/**
 * Dense, pointwise, depthwise and grouped ones, channels that fill vectors and that do not. At these sizes every int16
 * pair of an instruction that saturates it does so: uint8 × int8 without dot products shows.
 */
export const TEST_NETWORKS: readonly TestNetwork[] = [
  { size: 9, inputs: 16, outputs: 16, kernel: 3, stride: 1, groups: 1, shift: 11, relu: true },
  { size: 8, inputs: 64, outputs: 40, kernel: 1, stride: 1, groups: 1, shift: 13, relu: false },
  { size: 7, inputs: 17, outputs: 33, kernel: 1, stride: 1, groups: 1, shift: 5, relu: true },
  { size: 9, inputs: 3, outputs: 8, kernel: 3, stride: 2, groups: 1, shift: 1, relu: true },
  { size: 9, inputs: 32, outputs: 32, kernel: 3, stride: 1, groups: 32, shift: 9, relu: false },
  { size: 8, inputs: 24, outputs: 24, kernel: 5, stride: 2, groups: 24, shift: 4, relu: true },
];

/** The largest one, of which runs are timed. */
export const TIMED_NETWORK: TestNetwork = {
  size: 32,
  inputs: 32,
  outputs: 32,
  kernel: 3,
  stride: 1,
  groups: 1,
  shift: 11,
  relu: true,
};

/** Park and Miller's generator: the same numbers on every machine. */
export function generator(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 48271) % 2147483647;
    return state % below;
  };
}

/** Mostly the ends of the range, in runs, so that sums and saturation are at their limits. */
export function extremes(count: number, random: (below: number) => number): Int8Array {
  const values = new Int8Array(count);
  for (let i = 0; i < count; i++) {
    const isSame = i > 0 && random(4) > 0;
    values[i] = isSame ? values[i - 1]! : [-128, 127, 127, -128, random(256) - 128, 0][random(6)]!;
  }
  return values;
}

export function testProgram(network: TestNetwork, random: (below: number) => number): Program {
  const { size, inputs, outputs, kernel, stride, groups, shift, relu } = network;
  const pad = Math.floor(kernel / 2);
  const out = Math.floor((size + 2 * pad - kernel) / stride) + 1;
  const isDepthwise = groups > 1;
  const tensor = (shape: readonly number[]): Tensor =>
    new Tensor(
      "int8",
      shape,
      extremes(
        shape.reduce((a, b) => a * b),
        random,
      ),
    );
  const weights = tensor([kernel, kernel, inputs, isDepthwise ? 1 : outputs]);
  const bias = tensor([1, 1, 1, outputs]);
  const next = tensor([kernel, kernel, outputs, isDepthwise ? 1 : outputs]);
  const attributes: Attributes = {
    strides: [stride, stride],
    padding: [pad, pad, pad, pad],
    dilation: [1, 1],
    groups,
    channels: outputs,
    kernel_size: [kernel, kernel],
    data_layout: "NHWC",
    kernel_layout: isDepthwise ? "HWOI" : "HWIO",
    shift,
    relu,
  };
  const result = [1, out, out, outputs];
  const last = [1, ...[out, out].map((length) => Math.floor((length + 2 * pad - kernel) / stride) + 1), outputs];
  const op = isDepthwise ? "esp.depthwise_conv2d" : "esp.conv2d";
  return {
    layers: [
      { ...layer(0, "x", [1, size, size, inputs]), kind: "input" },
      { ...layer(1, "w", weights.shape), kind: "param", tensor: weights },
      { ...layer(2, "b", bias.shape), kind: "param", tensor: bias },
      call(3, "y", op, [0, 1, 2], attributes, result),
      call(4, "z", "esp.add", [3, 3], { exponents: [-1, -2] }, result),
      call(5, "r", "esp.add", [3, 3], { exponents: [0, -1], relu: true }, result),
      { ...layer(6, "v", next.shape), kind: "param", tensor: next },
      call(7, "u", op, [5, 6, 2], attributes, last),
    ],
    outputs: [3, 4, 5, 7].map((index) => ({ layer: index, output: 0 })),
  };
}

function layer(index: number, name: string, shape: readonly number[]): Omit<Layer & { kind: "input" }, "kind"> {
  return { index, name, id: name, types: [{ dtype: "int8", shape }], onnx: [] };
}

function call(
  index: number,
  name: string,
  op: string,
  inputs: readonly number[],
  attributes: Attributes,
  shape: readonly number[],
): CallLayer {
  const operands = inputs.map((input) => ({ layer: input, output: 0 }));
  return { ...layer(index, name, shape), kind: "call", op, func: name, inputs: operands, attributes };
}
