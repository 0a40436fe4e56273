import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { quantizeModel } from "../../../src/analysis/quantize-model.js";
import { packageFolder } from "../../../src/base/package-folder.js";
import { parseNpz } from "../../../src/base/tensor/npz.js";
import { classify } from "../../../src/execution/evaluate/classify.js";
import { accuracy, argmax, confusion } from "../../../src/execution/evaluate/confusion.js";
import { readModel } from "../../../src/formats/onnx/read.js";
import { compileForDebug } from "../../../src/ir/passes/compile.js";
import { openSamples } from "../../../src/quantization/dataset/samples.js";

test("the largest score wins, the first of equals", () => {
  expect(argmax([1, 3, 3, 2])).toBe(1);
});

test("accuracy is the share of the diagonal", () => {
  const matrix = confusion([0, 0, 1, 2], [0, 1, 1, 2], 3);
  expect(matrix).toEqual([
    [1, 1, 0],
    [0, 1, 0],
    [0, 0, 1],
  ]);
  expect(accuracy(matrix)).toBe(0.75);
});

test("a float model and its int8 program classify held-out digits", async () => {
  const model = readModel(packageFolder("notebooks", "models", "mnist_cnn.onnx"));
  const data = (file: string): string => packageFolder("notebooks", "data", file);
  const { program } = compileForDebug((await quantizeModel(model, openSamples(data("calibration.npz"), model))).model);
  const some = [...openSamples(data("held_out.npz"), model)].slice(0, 10);
  const labels = parseNpz(readFileSync(data("held_out.npz"))).get("label")!;
  const truth = labels.toNumbers().slice(0, 10);
  const done: number[] = [];
  expect(await classify(model, some)).toEqual(truth);
  expect(await classify(program, some, (count) => done.push(count))).toEqual(truth);
  expect(done).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
});
