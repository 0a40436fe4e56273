import { describe, expect, it } from "vitest";
import { parseNpy } from "../../../src/base/tensor/npy.js";
import type { Tensor } from "../../../src/base/tensor/tensor.js";
import { interpret } from "../../../src/execution/interpreter/interpret.js";
import { readModel } from "../../../src/formats/onnx/read.js";
import { call, graphInput, scalar } from "../../../src/ir/graph/build.js";
import type { Value } from "../../../src/ir/graph/graph.js";
import { postOrder } from "../../../src/ir/graph/order.js";
import type { Program } from "../../../src/ir/graph/program.js";
import { verifyGraph } from "../../../src/ir/graph/verify.js";
import { compileForDebug } from "../../../src/ir/passes/compile.js";
import { int8Islands } from "../../../src/ir/passes/int8-islands.js";
import { type GoldenCase, goldenCase, goldenCases } from "../../golden/cases.js";

function run(golden: GoldenCase, islands: boolean): { program: Program; outputs: Tensor[] } {
  const { program } = compileForDebug(readModel(golden.path("quant.onnx")), { islands });
  const names = golden.options.inputs ?? program.layers.filter(({ kind }) => kind === "input").map(({ name }) => name);
  const feeds = new Map(names.map((name, i) => [name, parseNpy(golden.read(i === 0 ? "input.npy" : `input${i}.npy`))]));
  const trace = interpret(program, feeds, { keep: "outputs" });
  return { program, outputs: trace.layers.map(({ tensor }) => tensor) };
}

const x = graphInput("x", { dtype: "int8", shape: [1, 2, 4, 4] });
const parameters = (scale: number) => [scalar("float32", scale), scalar("int32", 0)];
const dequantize = (value: Value, scale: number): Value =>
  call("qnn.dequantize", [value, ...parameters(scale)], { out_dtype: "float32" });
const quantize = (value: Value, scale: number): Value =>
  call("qnn.quantize", [value, ...parameters(scale)], { out_dtype: "int8" });

function ops(...outputs: Value[]): string[] {
  const graph = int8Islands({ inputs: [x], outputs });
  verifyGraph(graph, "int8-islands");
  return postOrder(graph).map((node) => `${node.op}:${node.results[0]?.type.dtype}`);
}

describe("int8Islands", () => {
  const relu6 = (scale: number): Value => call("clip", [dequantize(x, scale)], { a_min: 0, a_max: 6 });
  const pool = (ceil: boolean): Value => {
    const attributes = { pool_size: [1, 1], strides: [3, 3], padding: [0, 0, 3, 3], ceil_mode: ceil };
    return quantize(call("nn.max_pool2d", [dequantize(x, 1)], attributes), 1);
  };

  it.each<[string, Value[], string[]]>([
    ["a pair of equal scales vanishes", [quantize(dequantize(x, 0.5), 0.5)], []],
    ["unequal scales stay", [quantize(dequantize(x, 0.5), 0.25)], ["qnn.dequantize:float32", "qnn.quantize:int8"]],
    [
      "a slice and its blocks",
      [
        quantize(
          call("nn.space_to_depth", [call("tile", [dequantize(x, 0.5)], { reps: [1, 1, 1, 2] })], { block_size: 2 }),
          0.5,
        ),
      ],
      ["tile:int8", "nn.space_to_depth:int8"],
    ],
    ["a clip at multiples of the scale", [quantize(relu6(0.0625), 0.0625)], ["clip:int8"]],
    ["a clip beyond int8", [quantize(relu6(0.03125), 0.03125)], ["clip:int8"]],
    [
      "a clip between multiples stays",
      [quantize(relu6(4), 4)],
      ["qnn.dequantize:float32", "clip:float32", "qnn.quantize:int8"],
    ],
    [
      "arithmetic stays",
      [quantize(call("tanh", [dequantize(x, 1)]), 1)],
      ["qnn.dequantize:float32", "tanh:float32", "qnn.quantize:int8"],
    ],
    [
      "padding with 0",
      [
        quantize(
          call("nn.pad", [dequantize(x, 1), scalar("float32", 0)], {
            pad_width: [
              [0, 0],
              [0, 0],
              [1, 1],
              [1, 1],
            ],
          }),
          1,
        ),
      ],
      ["nn.pad:int8"],
    ],
    [
      "a pool of data and padding",
      [pool(false)],
      ["qnn.dequantize:float32", "nn.max_pool2d:float32", "qnn.quantize:int8"],
    ],
  ])("%s", (_, outputs, expected) => {
    expect(ops(...outputs)).toEqual(expected);
  });

  it("gives other readers the dequantized int8 value", () => {
    const relu = call("nn.relu", [dequantize(x, 0.5)]);
    expect(ops(quantize(relu, 0.5), call("tanh", [relu]))).toEqual([
      "nn.relu:int8",
      "qnn.dequantize:float32",
      "tanh:float32",
    ]);
  });
});

describe("int8 islands in whole models", () => {
  it("change no bit of any output", () => {
    const cases = goldenCases().filter((golden) => golden.has("quant.onnx") && golden.has("input.npy"));
    let changed = 0;
    for (const golden of cases) {
      const [without, with_] = [run(golden, false), run(golden, true)];
      expect(with_.outputs.length, golden.name).toBe(without.outputs.length);
      with_.outputs.forEach((tensor, i) => {
        expect(tensor.dtype, golden.name).toBe(without.outputs[i]?.dtype);
        expect(Buffer.from(tensor.data.buffer).equals(Buffer.from(without.outputs[i]!.data.buffer)), golden.name).toBe(
          true,
        );
      });
      if (with_.program.layers.length !== without.program.layers.length) changed++;
    }
    console.log(
      `int8 islands: ${cases.length} of ${cases.length} cases bit for bit, ${changed} of them with fewer layers`,
    );
  });

  it("make the tutorial's relu int8, in NHWC, right behind the bias", () => {
    const { layers } = compileForDebug(readModel(goldenCase("tutorial_nhwc").path("quant.onnx"))).program;
    const relu = layers.find(({ name }) => name === "tvmgen_default_fused_nn_relu");
    expect(relu?.types).toEqual([{ dtype: "int8", shape: [1, 32, 32, 16] }]);
    expect(relu?.exponent).toBe(-5);
    expect(relu?.onnx).toEqual(["Relu_1"]);
  });
});
