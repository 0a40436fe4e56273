import { expect, test } from "vitest";
import type { OnnxModel } from "../../../src/formats/onnx/model.js";
import { readModel } from "../../../src/formats/onnx/read.js";
import { compileForDebug } from "../../../src/ir/passes/compile.js";

const model = readModel(new URL("../../golden/tvm/gemm_mlp_pc/quant.onnx", import.meta.url).pathname);
const [output] = model.graph.outputs;

const declaring = (shape: OnnxModel["graph"]["outputs"][0]["shape"]): OnnxModel => ({
  ...model,
  graph: { ...model.graph, outputs: [{ ...output!, shape }] },
});

test("an output that the file declares in another shape than its nodes compute is told with both", () => {
  expect(output?.shape).toEqual([1, 10]);
  expect(compileForDebug(declaring([1, 12])).warnings).toEqual([
    `output ${output?.name}: the file declares [1, 12], its nodes compute [1, 10]`,
  ]);
  expect(compileForDebug(declaring([10])).warnings).toEqual([
    `output ${output?.name}: the file declares [10], its nodes compute [1, 10]`,
  ]);
});

test("a free dimension and an unknown rank contradict nothing", () => {
  expect(compileForDebug(model).warnings).toEqual([]);
  expect(compileForDebug(declaring(["batch", 10])).warnings).toEqual([]);
  expect(compileForDebug(declaring(undefined)).warnings).toEqual([]);
});
