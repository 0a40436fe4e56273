import { Tensor } from "../../../src/base/tensor/tensor.js";
import type { Attributes } from "../../../src/ir/graph/graph.js";
import type { CallLayer, Layer, Operand, Program } from "../../../src/ir/graph/program.js";

type Random = (below: number) => number;

/** Park and Miller's generator: the same nets on every machine. */
export function generator(seed: number): Random {
  let state = seed;
  return (below) => {
    state = (state * 48271) % 2147483647;
    return state % below;
  };
}

export function randomTensor(shape: readonly number[], random: Random): Tensor {
  const size = shape.reduce((a, b) => a * b);
  return new Tensor(
    "int8",
    shape,
    Int8Array.from({ length: size }, () => [-128, 127, 0][random(12)] ?? random(256) - 128),
  );
}

/** Convolutions of all kinds in a row, of which the last is now and then added to an earlier result. */
export function randomNetwork(random: Random): Program {
  const layers: Layer[] = [];
  const push = (layer: Layer): number => layers.push(layer) - 1;
  const base = (name: string, shape: readonly number[]) => {
    const id = `${name}${layers.length}`;
    return { index: layers.length, name: id, id, types: [{ dtype: "int8" as const, shape }], onnx: [] };
  };
  const param = (tensor: Tensor): number => push({ ...base("p", tensor.shape), kind: "param", tensor });
  const call = (op: string, inputs: readonly number[], attributes: Attributes, shape: readonly number[]): number => {
    const operands: Operand[] = inputs.map((layer) => ({ layer, output: 0 }));
    const layer: CallLayer = { ...base("y", shape), kind: "call", op, func: "f", inputs: operands, attributes };
    return push(layer);
  };
  let shape: readonly number[] = [1, 5 + random(6), 5 + random(6), [1, 3, 8, 16, 17, 24][random(6)]!];
  let last = push({ ...base("x", shape), kind: "input" });
  for (let n = 1 + random(3); n > 0; n--) {
    const { op, attributes, weights, result } = randomConvolution(shape, random);
    const bias = Int8Array.from({ length: result[3]! }, () => (random(4) === 0 ? -128 : random(256) - 128));
    const inputs = [
      last,
      param(randomTensor(weights, random)),
      param(new Tensor("int8", [1, 1, 1, bias.length], bias)),
    ];
    const made = call(op, inputs, attributes, result);
    const isSame = result.join() === shape.join();
    const exponents = [random(4) - 2, random(4) - 2];
    last =
      isSame && random(2) === 0 ? call("esp.add", [made, last], { exponents, relu: random(2) === 0 }, result) : made;
    shape = result;
  }
  const outputs = layers.filter(({ kind }) => kind === "call").map(({ index }) => ({ layer: index, output: 0 }));
  return { layers, outputs };
}

function randomConvolution(shape: readonly number[], random: Random) {
  const [, height, width, channels] = shape as [number, number, number, number];
  const kind = random(3);
  const isDepthwise = kind === 0;
  const groups = isDepthwise ? channels : kind === 1 && channels % 8 === 0 ? 4 : 1;
  const outputs = isDepthwise ? channels : [4, 8, 16, 32, channels * 4][random(5)]!;
  const kernel = Math.min([1, 3, 5][random(3)]!, height, width);
  const [stride, pad, dilation] = [
    1 + random(2),
    random(Math.min(kernel, 3)),
    kernel === 3 && height > 5 && width > 5 ? 1 + random(2) : 1,
  ];
  const size = (length: number): number => Math.floor((length + 2 * pad - dilation * (kernel - 1) - 1) / stride) + 1;
  const shift = random(2) === 0 ? random(14) : Array.from({ length: outputs }, () => 4 + random(10));
  const attributes: Attributes = {
    strides: [stride, stride],
    padding: [pad, pad, pad, pad],
    dilation: [dilation, dilation],
    groups,
    channels: outputs,
    kernel_size: [kernel, kernel],
    data_layout: "NHWC",
    kernel_layout: isDepthwise ? "HWOI" : "HWIO",
    shift,
    relu: random(2) === 0,
  };
  const inputs = isDepthwise ? 1 : channels / groups;
  const weights = isDepthwise ? [kernel, kernel, channels, 1] : [kernel, kernel, inputs, outputs];
  const op = isDepthwise ? "esp.depthwise_conv2d" : "esp.conv2d";
  return { op, attributes, weights, result: [1, size(height), size(width), outputs] };
}
