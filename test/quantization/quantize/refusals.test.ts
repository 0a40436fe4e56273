import { describe, expect, it } from "vitest";
import { Tensor } from "../../../src/base/tensor/tensor.js";
import type { OnnxModel } from "../../../src/formats/onnx/model.js";
import { quantize } from "../../../src/quantization/quantize/quantize.js";
import { refusal } from "../../formats/onnx/refusal.js";
import { evenRanges, floats, node, tinyModel } from "./tiny-model.js";

const w = floats([1, 1, 1, 1], [1]);
const conv = node("Conv", ["x", "w"], ["y"]);

function refused(model: OnnxModel): string {
  return refusal(() => quantize(model, evenRanges(model)));
}

describe("quantize refuses", () => {
  it("a model that is quantized already", () => {
    const s = floats([], [1]);
    const z = Tensor.zeros("int8", []);
    const nodes = [node("QuantizeLinear", ["x", "s", "z"], ["q"]), node("DequantizeLinear", ["q", "s", "z"], ["y"])];
    expect(refused(tinyModel([1, 2], nodes, { s, z }))).toBe(
      "QuantizeLinear_q: the model is already quantized (QuantizeLinear), expected a float32 model; give the float model",
    );
  });

  it("an opset without quantized operators", () => {
    expect(refused(tinyModel([1, 1, 2, 2], [conv], { w }, ["y"], 9))).toMatch(
      /^model: opset must be at least 10 .*, got 9; convert it/,
    );
  });

  it("float64 activations", () => {
    const model = tinyModel([1, 1, 2, 2], [conv], { w });
    const wide: OnnxModel = {
      ...model,
      graph: { ...model.graph, inputs: [{ ...model.graph.inputs[0]!, dtype: "float64" }] },
    };
    expect(refused(wide)).toMatch(/^x: activations must be float32, got float64;/);
  });

  it("weights that are not finite", () => {
    expect(refused(tinyModel([1, 1, 2, 2], [conv], { w: floats([1, 1, 1, 1], [Number.NaN]) }))).toMatch(
      /^w: weights must be finite, got NaN;/,
    );
  });

  it("a convolution whose bias is computed", () => {
    const nodes = [node("Relu", ["x"], ["r"]), node("ReduceMean", ["r"], ["b"], { axes: [0, 2, 3], keepdims: 0 })];
    const model = tinyModel([1, 1, 2, 2], [...nodes, node("Conv", ["x", "w", "b"], ["y"])], { w });
    expect(refused(model)).toMatch(/^b: must be an initializer;/);
  });

  it("a tensor that was not calibrated", () => {
    const model = tinyModel([1, 1, 2, 2], [conv], { w });
    expect(refusal(() => quantize(model, new Map([["x", { min: 0, max: 1 }]])))).toMatch(/^y: no range, expected one/);
  });

  it("a tensor of unknown type", () => {
    const model = tinyModel([1, 1, 2, 2], [conv, node("Conv", ["y", "w"], ["z"])], { w });
    const bare: OnnxModel = { ...model, graph: { ...model.graph, valueInfo: new Map() } };
    expect(refused(bare)).toMatch(/^y: type unknown, expected a value_info; run shape inference first/);
  });

  it("a constant that is a per-channel weight and an activation", () => {
    const nodes = [node("MatMul", ["x", "w"], ["t"]), node("Add", ["t", "w"], ["y"])];
    const model = tinyModel([2, 2], nodes, { w: floats([2, 2], [1, 2, 3, 4]) });
    expect(refusal(() => quantize(model, evenRanges(model), { perChannel: true }))).toMatch(
      /^w: must have one scale as an activation, got one a channel as a weight; quantize per tensor/,
    );
  });

  it("a model that uses a name the quantizer needs", () => {
    const nodes = [node("Add", ["x", "x_scale"], ["y"])];
    expect(refused(tinyModel([1, 2], nodes, { x_scale: floats([2], [1, 2]) }))).toMatch(
      /^x_scale: the quantizer needs this name and the model already uses it;/,
    );
  });
});
