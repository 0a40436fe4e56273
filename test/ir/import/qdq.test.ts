import { expect, test } from "vitest";
import { Tensor } from "../../../src/base/tensor/tensor.js";
import { importModel } from "../../../src/ir/import/import-model.js";
import { floats, onnxModel, onnxNode, zero } from "./model.js";

const bias = { q: Tensor.zeros("int32", [1, 4, 1, 1]), s: floats(0.5), z: Tensor.zeros("int32", [1]) };
const weight = { q: Tensor.zeros("int8", [1, 4, 1, 1]), s: floats(1, 1, 1, 1), z: Tensor.zeros("int8", [4]) };

test.each([
  ["bias", bias],
  ["weight of one scale a channel", weight],
])("a %s behind a DequantizeLinear is the QDQ format of another tool", (_, initializers) => {
  const nodes = [onnxNode("DequantizeLinear", ["q", "s", "z"], {}, ["b"]), onnxNode("Add", ["x", "b"])];
  expect(() => importModel(onnxModel(nodes, { initializers }))).toThrow(
    /DequantizeLinear_1: its data must be computed, got a constant of the QDQ format \(give the file that espdl-lab quantize/,
  );
});

test("a constant int8 tensor of one scale is read", () => {
  const initializers = { q: Tensor.zeros("int8", [1, 4, 1, 1]), s: Tensor.scalar("float32", 0.5), z: zero() };
  const nodes = [onnxNode("DequantizeLinear", ["q", "s", "z"], {}, ["b"]), onnxNode("Add", ["x", "b"])];
  expect(() => importModel(onnxModel(nodes, { initializers }))).not.toThrow();
});
