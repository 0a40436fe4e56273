import { expect, test } from "vitest";
import { diff } from "../../../src/comparison/diff/diff.js";
import { floatTrace } from "../../../src/comparison/diff/float-trace.js";
import { storedLayouts } from "../../../src/comparison/diff/stored-layout.js";
import { compileForBoard, interpret, parseModel, readSample } from "../../../src/index.js";
import { imageMap } from "../../../src/presentation/figures/error-map.js";
import type { HeatmapTrace } from "../../../src/presentation/figures/figure.js";
import { pairedLayers } from "../../../src/presentation/report/paired-layers.js";
import { goldenCase } from "../../golden/cases.js";

const RELU = "tvmgen_default_fused_nn_relu";
const golden = goldenCase("mnist_cnn");
const model = parseModel(golden.read("quant.onnx"));
const float = parseModel(golden.read("float.onnx"));
const { program } = compileForBoard(model);
const feeds = readSample(golden.path("input.npy"), model);

test("a float run keeps its images NCHW where the program has them NHWC: places are those of the image", async () => {
  const integer = interpret(program, feeds);
  const reference = await floatTrace(float, model, program, feeds);
  const layoutOf = storedLayouts(program);
  const [a, b] = [reference, integer].map(({ layers }) => layers.find(({ id }) => id === RELU)!);
  expect(a!.tensor.shape).toEqual([1, 16, 28, 28]);
  expect([layoutOf(a!), layoutOf(b!)]).toEqual(["NCHW", "NHWC"]);

  const compared = diff(reference, integer, { program });
  const { entire, single } = compared.layers.find(({ id }) => id === RELU)!;
  for (const { axes, at, index } of [entire!.first!, entire!.worst!, single!.first!]) {
    expect(axes).toBe("nhwc");
    const [n, h, w, c] = at as [number, number, number, number];
    expect(((n * 16 + c) * 28 + h) * 28 + w).toBe(index);
  }
  const paired = pairedLayers(compared, reference, integer, program).find(({ id }) => id === RELU)!;
  const { z } = imageMap(paired)!.data[0] as HeatmapTrace;
  expect([z.length, z[0]!.length]).toEqual([28, 28]);
});
