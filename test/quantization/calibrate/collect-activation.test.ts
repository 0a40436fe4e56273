import { expect, test } from "vitest";
import { UserError } from "../../../src/base/errors.js";
import { packageFolder } from "../../../src/base/package-folder.js";
import { readModel } from "../../../src/formats/onnx/read.js";
import { inferShapes } from "../../../src/formats/onnx/shape/infer.js";
import { calibrate } from "../../../src/quantization/calibrate/calibrate.js";
import { collectActivation } from "../../../src/quantization/calibrate/collect-activation.js";
import { openSamples } from "../../../src/quantization/dataset/samples.js";

const model = inferShapes(readModel(packageFolder("notebooks", "models", "mnist_cnn.onnx")));
const samples = [...openSamples(packageFolder("notebooks", "data", "calibration.npz"), model)].slice(0, 3);

test("all values of all samples, whose extent is the range of minmax", async () => {
  const values = await collectActivation(model, "/Add_output_0", samples);
  expect(values.length).toBe(3 * 32 * 7 * 7);
  const { min, max } = (await calibrate(model, samples, { method: "minmax" })).get("/Add_output_0")!;
  expect([Math.min(...values), Math.max(...values)]).toEqual([min, max]);
});

test("a tensor that is not calibrated is refused with those that are", async () => {
  const error = await collectActivation(model, "nowhere", samples).catch((reason) => reason);
  expect(error).toBeInstanceOf(UserError);
  expect(error.message).toMatch(/^nowhere: is no calibrated tensor of the model; name one of input, /);
});
