import { describe, expect, test } from "vitest";
import { compileForBoard } from "../../../src/codegen/compile-for-board.js";
import { readModel } from "../../../src/formats/onnx/read.js";
import { macsOf } from "../../../src/ir/graph/macs.js";
import type { CallLayer, Layer, Program } from "../../../src/ir/graph/program.js";
import { compileForDebug } from "../../../src/ir/passes/compile.js";
import { goldenCase } from "../../golden/cases.js";

const macs = (program: Program): number[] =>
  program.layers
    .flatMap((layer) => (layer.kind === "call" ? [macsOf(program, layer)] : []))
    .filter((count) => count > 0);

/** A program of one call on inputs of these shapes. */
function oneCall(op: string, inputs: readonly number[][], output: readonly number[], attributes = {}): Program {
  const given = inputs.map((shape, index): Layer => {
    const names = { name: `in${index}`, id: `in${index}`, onnx: [] };
    return { kind: "input", index, ...names, types: [{ dtype: "int8", shape }] };
  });
  const call: CallLayer = {
    ...{ kind: "call", index: inputs.length, name: "call", id: "call", onnx: [], op, func: "call", attributes },
    types: [{ dtype: "int8", shape: output }],
    inputs: inputs.map((_, layer) => ({ layer, output: 0 })),
  };
  return { layers: [...given, call], outputs: [{ layer: inputs.length, output: 0 }] };
}

test("the digit classifier: what its layers' sizes give, alike before and after fusion", () => {
  const model = readModel(goldenCase("mnist_cnn").path("quant.onnx"));
  const [first, depthwise, pointwise, strided] = [
    28 * 28 * 16 * 9,
    14 * 14 * 16 * 9,
    14 * 14 * 32 * 16,
    7 * 7 * 32 * 32 * 9,
  ];
  const expected = [first, depthwise, pointwise, strided, strided, 10 * 32];
  expect(macs(compileForBoard(model).program)).toEqual(expected);
  expect(macs(compileForDebug(model).program)).toEqual(expected);
});

describe("of one call", () => {
  test.each([
    [
      "a grouped convolution",
      "nn.conv2d",
      [
        [1, 8, 4, 4],
        [6, 4, 3, 3],
      ],
      [1, 6, 2, 2],
      { groups: 2 },
      6 * 4 * 4 * 9,
    ],
    [
      "depthwise, NHWC",
      "esp.depthwise_conv2d",
      [
        [1, 4, 4, 8],
        [3, 3, 8, 1],
      ],
      [1, 4, 4, 8],
      { data_layout: "NHWC" },
      128 * 9,
    ],
    [
      "a transposed convolution",
      "nn.conv2d_transpose",
      [
        [1, 3, 4, 4],
        [3, 5, 2, 2],
      ],
      [1, 5, 8, 8],
      {},
      3 * 16 * 5 * 4,
    ],
    [
      "a one-dimensional convolution",
      "espdl.conv",
      [
        [1, 10, 3],
        [3, 3, 7],
      ],
      [1, 8, 7],
      {},
      8 * 7 * 9,
    ],
    [
      "a matrix product",
      "espdl.matmul",
      [
        [2, 4, 5],
        [5, 6],
      ],
      [2, 4, 6],
      {},
      48 * 5,
    ],
    ["a pool sums no products", "nn.max_pool2d", [[1, 8, 4, 4]], [1, 8, 2, 2], {}, 0],
    [
      "an empty image",
      "espdl.conv",
      [
        [1, 0, 3],
        [3, 3, 0],
      ],
      [1, 0, 0],
      {},
      0,
    ],
  ])("%s", (_, op, inputs, output, attributes, expected) => {
    const program = oneCall(op, inputs, output, attributes);
    expect(macsOf(program, program.layers.at(-1) as CallLayer)).toBe(expected);
  });
});
