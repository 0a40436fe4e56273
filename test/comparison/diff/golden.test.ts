import { describe, expect, test } from "vitest";
import { diff } from "../../../src/comparison/diff/diff.js";
import { floatTrace } from "../../../src/comparison/diff/float-trace.js";
import { readTraceSource } from "../../../src/comparison/diff/read-source.js";
import { GraphModuleDebug } from "../../../src/execution/interpreter/graph-module-debug.js";
import { parseModel } from "../../../src/formats/onnx/parse.js";
import { readSample } from "../../../src/quantization/dataset/samples.js";
import { goldenCase } from "../../golden/cases.js";

const NAMES = ["tutorial_nhwc", "mnist_cnn", "residual_add", "prelu_hardswish", "split_slice", "conv3x3_relu_pc"];

describe("a dump of TVM's debug executor against our own compatible run", () => {
  let equal = 0;
  test.each(NAMES)("%s: every integer layer is equal", (name) => {
    const golden = goldenCase(name);
    const model = parseModel(golden.read("quant.onnx"));
    const module = GraphModuleDebug.create(model, { compat: true });
    module.setInput(readSample(golden.path("input.npy"), model));
    const { layers, onlyA, onlyB } = diff(readTraceSource(golden.path("")), module.run(), { program: module.program });
    expect([onlyA, onlyB]).toEqual([[], []]);
    for (const { id, status, a, entire } of layers) {
      if (a.dtype === "float32" && status !== "equal") expect(entire!.snr, id).toBeGreaterThan(100);
      else expect(status, id).toBe("equal");
      equal++;
    }
    process.stdout.write(`${equal} layers so far\n`);
  });
});

describe("the float model in ONNX Runtime against the integer run", () => {
  test.each(NAMES)("%s: every layer that stands for a float tensor is close, alone closer", async (name) => {
    const golden = goldenCase(name);
    const model = parseModel(golden.read("quant.onnx"));
    const float = parseModel(golden.read("float.onnx"));
    const module = GraphModuleDebug.create(model);
    const feeds = readSample(golden.path("input.npy"), model);
    module.setInput(feeds);
    const reference = await floatTrace(float, model, module.program, feeds);
    const { layers } = diff(reference, module.run(), { program: module.program });
    const convolutions = model.graph.nodes.filter(({ opType }) => opType === "QLinearConv").length;
    expect(layers.length).toBeGreaterThan(convolutions);
    for (const { id, entire, single } of layers) {
      expect(entire!.cosine, id).toBeGreaterThan(0.9);
      if (single) expect(single.cosine, id).toBeGreaterThan(entire!.cosine - 0.02);
    }
  });
});
