import { expect, test } from "vitest";
import { exportProject } from "../../../src/codegen/project/export-project.js";
import { readModel } from "../../../src/formats/onnx/read.js";
import { readSample } from "../../../src/quantization/dataset/samples.js";
import { workspace } from "../../cli/workspace.js";
import { goldenCase } from "../../golden/cases.js";

const files = workspace();

test.each([
  ["group_conv", [["espdl_conv2d_s8", false, "2 groups, the accelerated kernel takes 1"]]],
  ["conv3x3_relu_pc", [["espdl_conv2d_s8", false, "one exponent a channel, the accelerated kernel takes one for all"]]],
  [
    "tutorial_nhwc",
    [
      ["esp_dl_nn_conv2d_s8_wrapper", true, undefined],
      ["esp_dl_nn_conv2d_s8_wrapper", true, undefined],
    ],
  ],
])("%s: an export says which convolutions are accelerated, and why the others are not", async (name, expected) => {
  const golden = goldenCase(name);
  const model = readModel(golden.path("quant.onnx"));
  const sample = readSample(golden.path("input.npy"), model);
  const { accelerated } = await exportProject(model, { chip: "esp32s3", sample, out: files.path(name) });
  expect(accelerated.map((each) => [each.function, each.accelerated, each.reason])).toEqual(expected);
});
