import { describe, expect, it } from "vitest";
import type { Program } from "../../src/graph/program.js";
import { interpret } from "../../src/interpreter/interpret.js";
import { readModel } from "../../src/onnx/read.js";
import { compileForDebug } from "../../src/passes/compile.js";
import { parseNpy } from "../../src/tensor/npy.js";
import type { Tensor } from "../../src/tensor/tensor.js";
import { type GoldenCase, goldenCase, goldenCases } from "../golden/cases.js";

function run(golden: GoldenCase, islands: boolean): { program: Program; outputs: Tensor[] } {
  const { program } = compileForDebug(readModel(golden.path("quant.onnx")), { islands });
  const names = golden.options.inputs ?? program.layers.filter(({ kind }) => kind === "input").map(({ name }) => name);
  const feeds = new Map(names.map((name, i) => [name, parseNpy(golden.read(i === 0 ? "input.npy" : `input${i}.npy`))]));
  const trace = interpret(program, feeds, { keep: "outputs" });
  return { program, outputs: trace.layers.map(({ tensor }) => tensor) };
}

describe("int8 islands", () => {
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
