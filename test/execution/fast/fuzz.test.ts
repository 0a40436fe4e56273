import { expect, test } from "vitest";
import { Tensor } from "../../../src/base/tensor/tensor.js";
import { createFastRunner } from "../../../src/execution/fast/runner.js";
import { interpret } from "../../../src/execution/interpreter/interpret.js";
import type { Layer, Program } from "../../../src/ir/graph/program.js";

/** Park and Miller's generator: the same nets on every machine. */
function generator(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 48271) % 2147483647;
    return state % below;
  };
}

test("random convolutions that saturate, b = −128 among them: 0 integers differ", async () => {
  const random = generator(13);
  for (let net = 0; net < 24; net++) {
    const program = convolutionProgram(random);
    const [input] = program.layers as [Layer];
    const shape = input.types[0]!.shape;
    const data = Int8Array.from({ length: shape.reduce((a, b) => a * b) }, () => random(256) - 128);
    const feeds = new Map([["x", new Tensor("int8", shape, data)]]);
    const runner = createFastRunner(program);
    expect((await runner.coverage()).fast).toBe(1);
    const [[found]] = (await runner.run([feeds])) as [[Tensor]];
    expect(found.data, `net ${net}`).toEqual(interpret(program, feeds).layers.at(-1)!.tensor.data);
    await runner.close();
  }
});

function convolutionProgram(random: (below: number) => number): Program {
  const isDepthwise = random(3) === 0;
  const channels = [1, 3, 8, 16, 17][random(5)]!;
  const outputs = isDepthwise ? channels : [1, 5, 16, 32][random(4)]!;
  const kernel = [1, 3, 5][random(3)]!;
  const [stride, pad, size] = [1 + random(2), random(2), 6 + random(4)];
  const out = Math.floor((size + 2 * pad - kernel) / stride) + 1;
  const int8 = (shape: number[], value: () => number): Tensor =>
    new Tensor("int8", shape, Int8Array.from({ length: shape.reduce((a, b) => a * b) }, value));
  const weights = int8([kernel, kernel, channels, isDepthwise ? 1 : outputs], () => random(256) - 128);
  const bias = int8([1, 1, 1, outputs], () => (random(4) === 0 ? -128 : random(256) - 128));
  const layer = (index: number, name: string, { dtype, shape }: Pick<Tensor, "dtype" | "shape">) => ({
    index,
    name,
    id: name,
    types: [{ dtype, shape }],
    onnx: [],
  });
  const attributes = {
    strides: [stride, stride],
    padding: [pad, pad, pad, pad],
    dilation: [1, 1],
    groups: isDepthwise ? channels : 1,
    channels: outputs,
    kernel_size: [kernel, kernel],
    data_layout: "NHWC",
    kernel_layout: isDepthwise ? "HWOI" : "HWIO",
    shift: random(12),
    relu: random(2) === 0,
  };
  const call = layer(3, "y", { dtype: "int8", shape: [1, out, out, outputs] });
  const inputs = [0, 1, 2].map((index) => ({ layer: index, output: 0 }));
  return {
    layers: [
      { ...layer(0, "x", { dtype: "int8", shape: [1, size, size, channels] }), kind: "input" },
      { ...layer(1, "w", weights), kind: "param", tensor: weights },
      { ...layer(2, "b", bias), kind: "param", tensor: bias },
      { ...call, kind: "call", op: isDepthwise ? "esp.depthwise_conv2d" : "esp.conv2d", func: "f", inputs, attributes },
    ],
    outputs: [{ layer: 3, output: 0 }],
  };
}
