import { describe, expect, it } from "vitest";
import { Tensor } from "../../../src/base/tensor/tensor.js";
import type { OnnxModel } from "../../../src/formats/onnx/model.js";
import { quantize } from "../../../src/quantization/quantize/quantize.js";
import { evenRanges, floats, node, tinyModel } from "./tiny-model.js";

function nodesOf(model: OnnxModel): string[] {
  const { graph } = quantize(model, evenRanges(model)).model;
  return graph.nodes.map((n) => `${n.opType}(${n.inputs.join(" ")}) → ${n.outputs.join(" ")}`);
}

const int64 = (...values: number[]) => new Tensor("int64", [values.length], BigInt64Array.from(values.map(BigInt)));

describe("operators that move elements", () => {
  it("stay in float on a float input", () => {
    const model = tinyModel([1, 1, 2, 2], [node("MaxPool", ["x"], ["y"], { kernel_shape: [2, 2] })]);
    expect(nodesOf(model)).toEqual(["MaxPool(x) → y"]);
  });

  it("run on int8 after an int8 operator, in its scale", () => {
    const nodes = [node("Mul", ["x", "x"], ["t"]), node("Transpose", ["t"], ["y"], { perm: [1, 0] })];
    expect(nodesOf(tinyModel([2, 3], nodes)).slice(2)).toEqual([
      "Transpose(t_quantized) → y_quantized",
      "DequantizeLinear(y_quantized t_scale t_zero_point) → y",
    ]);
  });

  it("run on int8 where the original leaves them in float", () => {
    const initializers = { s: int64(0), e: int64(1), i: int64(1, 0), r: int64(2, 1) };
    const nodes = [
      node("Mul", ["x", "x"], ["t"]),
      node("Slice", ["t", "s", "e"], ["u"]),
      node("Gather", ["u", "i"], ["v"], { axis: 1 }),
      node("Tile", ["v", "r"], ["y"]),
    ];
    const model = tinyModel([2, 3], nodes, initializers);
    expect(nodesOf(model).slice(2)).toEqual([
      "Slice(t_quantized s e) → u_quantized",
      "Gather(u_quantized i) → v_quantized",
      "Tile(v_quantized r) → y_quantized",
      "DequantizeLinear(y_quantized t_scale t_zero_point) → y",
    ]);
    const original = quantize(model, evenRanges(model), { compat: true }).model.graph.nodes;
    expect(original.slice(2).map((n) => n.opType)).toEqual(["DequantizeLinear", "Slice", "Gather", "Tile"]);
  });

  it("MaxPool takes int8 from opset 12 on", () => {
    const nodes = [node("Mul", ["x", "x"], ["t"]), node("MaxPool", ["t"], ["y"], { kernel_shape: [2, 2] })];
    const types = (opset: number) => quantizeTypes(tinyModel([1, 1, 2, 2], nodes, {}, ["y"], opset)).slice(2);
    expect(types(11)).toEqual(["DequantizeLinear", "MaxPool"]);
    expect(types(12)).toEqual(["MaxPool", "DequantizeLinear"]);
  });
});

function quantizeTypes(model: OnnxModel): string[] {
  return quantize(model, evenRanges(model)).model.graph.nodes.map((n) => n.opType);
}

describe("Pad", () => {
  const pads = int64(0, 1, 0, 1);
  const head = node("Mul", ["x", "x"], ["t"]);

  it("pads with the zero point where no value is given", () => {
    const model = tinyModel([1, 2], [head, node("Pad", ["t", "p"], ["y"])], { p: pads });
    expect(nodesOf(model)).toContain("Pad(t_quantized p t_zero_point) → y_quantized");
  });

  it("quantizes a constant value in the input's scale, also one shared by two nodes", () => {
    const nodes = [head, node("Pad", ["t", "p", "v"], ["u"]), node("Pad", ["u", "p", "v"], ["y"])];
    const model = tinyModel([1, 2], nodes, { p: pads, v: floats([], [-0.5]) });
    const result = quantize(model, evenRanges(model)).model.graph;
    expect([...result.initializers.get("v_quantized")!.data]).toEqual([-32]);
    expect(nodesOf(model)).toContain("Pad(u_quantized p v_quantized) → y_quantized");
  });

  it("keeps other modes as they are", () => {
    const model = tinyModel([1, 4], [head, node("Pad", ["t", "p"], ["y"], { mode: "reflect" })], { p: pads });
    expect(nodesOf(model)).toContain("Pad(t_quantized p) → y_quantized");
  });
});

describe("Gather", () => {
  it("reads a table of weights as int8", () => {
    const nodes = [node("Gather", ["table", "i"], ["t"]), node("Add", ["x", "t"], ["y"])];
    const model = tinyModel([2, 2], nodes, { table: floats([3, 2], [1, 2, 3, 4, 5, 6]), i: int64(0, 2) });
    expect(nodesOf(model)).toContain("Gather(table_quantized i) → t_quantized");
  });

  it("of activations stays in float", () => {
    const nodes = [node("Mul", ["x", "x"], ["t"]), node("Gather", ["t", "i"], ["y"])];
    expect(nodesOf(tinyModel([2, 2], nodes, { i: int64(1) })).at(-1)).toBe("Gather(t i) → y");
  });
});

describe("ArgMax", () => {
  it("reads int8 after an int8 operator", () => {
    const nodes = [node("Mul", ["x", "x"], ["t"]), node("ArgMax", ["t"], ["y"], { axis: 1 })];
    expect(nodesOf(tinyModel([2, 3], nodes, {}, ["t"]))).toContain("ArgMax(t_quantized) → y");
  });
});

describe("GlobalAveragePool", () => {
  const pool = (from: string) => node("GlobalAveragePool", [from], ["y"]);

  it("is quantized only on an int8 input", () => {
    expect(quantizeTypes(tinyModel([1, 2, 2, 2], [pool("x")]))).toEqual(["GlobalAveragePool"]);
    expect(quantizeTypes(tinyModel([1, 2, 2, 2], [node("Mul", ["x", "x"], ["t"]), pool("t")]))).toContain(
      "QLinearGlobalAveragePool",
    );
  });
});
