import { expect, test } from "vitest";
import type { Tensor } from "../../../src/base/tensor/tensor.js";
import { compileForDebug } from "../../../src/ir/passes/compile.js";
import { calibrate } from "../../../src/quantization/calibrate/calibrate.js";
import { preprocess } from "../../../src/quantization/preprocess/preprocess.js";
import { quantize } from "../../../src/quantization/quantize/quantize.js";
import { floats, node, tinyModel } from "./tiny-model.js";

const ones = (shape: readonly number[]): Tensor =>
  floats(shape, new Array<number>(shape.reduce((a, b) => a * b, 1)).fill(0.5));

test("what debug refuses after preprocess and quantize has the name of the user's file", async () => {
  const nodes = [
    node("Conv", ["x", "w"], ["c"], {}, "features/0/conv"),
    node("Relu", ["c"], ["r"], {}, "features/0/relu"),
    node("Conv", ["r", "v"], ["y"], {}, "head/conv"),
  ];
  const model = tinyModel([1, 2, 4, 4], nodes, { w: ones([3, 2, 1, 1]), v: ones([2, 3, 1, 1]) });
  const prepared = await preprocess(model);
  const ranges = await calibrate(prepared, [new Map([["x", ones([1, 2, 4, 4])]])], { method: "minmax" });
  const { model: quantized } = quantize(prepared, ranges);
  const names: string[] = [];
  for (const broken of quantized.graph.nodes.filter(({ opType }) => opType === "QLinearConv")) {
    const damaged = quantized.graph.nodes.map((each) => (each === broken ? { ...each, opType: "Det" } : each));
    try {
      compileForDebug({ ...quantized, graph: { ...quantized.graph, nodes: damaged } });
    } catch (error) {
      names.push((error as Error).message.split(": ")[0]!);
    }
  }
  expect(names).toEqual(["features/0/conv", "head/conv"]);
});
