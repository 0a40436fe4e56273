import { describe, expect, it } from "vitest";
import type { Tensor } from "../../../src/base/tensor/tensor.js";
import { quantize } from "../../../src/quantization/quantize/quantize.js";
import { evenRanges, floats, node, tinyModel } from "./tiny-model.js";

/** x [1,1,2,2] → 1×1 convolution with two channels. */
function convolution(bias: readonly number[]) {
  const weights = { w: floats([2, 1, 1, 1], [0.5, -1]), b: floats([2], bias) };
  return tinyModel([1, 1, 2, 2], [node("Conv", ["x", "w", "b"], ["y"])], weights);
}

function initializer(result: ReturnType<typeof quantize>, name: string): Tensor {
  return result.model.graph.initializers.get(name)!;
}

describe("a bias that does not fit", () => {
  const model = convolution([-2965 / 64, 0.5]);

  it("is saturated, with a warning that names node and share", () => {
    const result = quantize(model, evenRanges(model));
    expect([...initializer(result, "b_quantized_dl").data]).toEqual([-128, 32]);
    expect(result.warnings).toHaveLength(1);
    expect(result.warnings[0]).toMatchObject({ node: "QLinearConv_1", tensor: "b", share: 0.5 });
    expect(result.warnings[0]!.message).toMatch(/^QLinearConv_1: 50.0 % of bias b .*saturated/);
  });

  it("wraps with compat, as the original does", () => {
    const result = quantize(model, evenRanges(model), { compat: true });
    expect([...initializer(result, "b_quantized_dl").data]).toEqual([107, 32]);
    expect(result.warnings[0]!.message).toMatch(/wrapped/);
  });

  it("that fits gives no warning", () => {
    const small = convolution([0.25, 0.5]);
    expect(quantize(small, evenRanges(small)).warnings).toEqual([]);
  });
});

describe("a bias shared by two convolutions of different output scale", () => {
  const weights = { w: floats([1, 1, 1, 1], [1]), v: floats([1, 1, 1, 1], [2]), b: floats([1], [0.5]) };
  const nodes = [node("Conv", ["x", "w", "b"], ["t"]), node("Conv", ["t", "v", "b"], ["y"])];
  const model = tinyModel([1, 1, 2, 2], nodes, weights);

  it("gets integers for each", () => {
    const result = quantize(model, new Map([...evenRanges(model), ["y", { min: -2, max: 2 }]]));
    expect([...initializer(result, "b_quantized_dl").data]).toEqual([32]);
    expect([...initializer(result, "b_quantized_dl_2").data]).toEqual([16]);
    expect(result.model.graph.nodes.find((n) => n.name === "QLinearAdd_2")!.inputs[3]).toBe("b_quantized_dl_2");
  });
});

describe("the bias of a one-dimensional convolution", () => {
  const weights = { w: floats([2, 1, 1], [1, 1]), b: floats([2], [0.5, 0.25]) };
  const model = tinyModel([1, 1, 4], [node("Conv", ["x", "w", "b"], ["y"])], weights);

  it("has one axis after the channels; compat keeps the original's two", () => {
    expect(initializer(quantize(model, evenRanges(model)), "b_quantized_dl").shape).toEqual([2, 1]);
    const compat = quantize(model, evenRanges(model), { compat: true });
    expect(initializer(compat, "b_quantized_dl").shape).toEqual([2, 1, 1]);
  });
});

describe("an unnamed Softmax", () => {
  const nodes = [node("Add", ["x", "x"], ["t"], {}, ""), node("Softmax", ["t"], ["y"], {}, "")];
  const model = tinyModel([1, 4], nodes);
  const types = (compat: boolean) =>
    quantize(model, evenRanges(model), { compat }).model.graph.nodes.map((n) => n.opType);

  it("alone stays in float; with compat every unnamed node does", () => {
    expect(types(false)).toEqual(["QuantizeLinear", "QLinearAdd", "DequantizeLinear", "Softmax"]);
    expect(types(true)).toEqual(["Add", "Softmax"]);
  });
});

describe("Relu between equal scales", () => {
  const weights = { w: floats([1, 1, 1, 1], [1]) };
  const head = [node("Conv", ["x", "w"], ["t"]), node("Relu", ["t"], ["r"]), node("Conv", ["r", "w"], ["y"])];
  const types = (model: ReturnType<typeof tinyModel>, compat = false) =>
    quantize(model, evenRanges(model), { compat }).model.graph.nodes.map((n) => n.opType);

  it("becomes one int8 Relu", () => {
    const model = tinyModel([1, 1, 2, 2], head, weights);
    expect(types(model)).toEqual(["QuantizeLinear", "QLinearConv", "Relu", "QLinearConv", "DequantizeLinear"]);
  });

  it("stays in float where the caller reads its result, with compat too", () => {
    const model = tinyModel([1, 1, 2, 2], head, weights, ["r", "y"]);
    expect(types(model)).toContain("QuantizeLinear");
    for (const compat of [false, true]) {
      const { nodes } = quantize(model, evenRanges(model), { compat }).model.graph;
      expect(nodes.find((n) => n.opType === "Relu")!.outputs).toEqual(["r"]);
    }
  });

  it("stays in float where its input has another reader", () => {
    const nodes = [...head, node("Tanh", ["t"], ["z"])];
    const model = tinyModel([1, 1, 2, 2], nodes, weights, ["y", "z"]);
    const relu = quantize(model, evenRanges(model)).model.graph.nodes.find((n) => n.opType === "Relu")!;
    expect([relu.inputs, relu.outputs]).toEqual([["t"], ["r"]]);
  });

  it("stays in float between unequal scales", () => {
    const model = tinyModel([1, 1, 2, 2], head, weights);
    const ranges = new Map([...evenRanges(model), ["r", { min: 0, max: 0.25 }]]);
    const relu = quantize(model, ranges).model.graph.nodes.find((n) => n.opType === "Relu")!;
    expect([relu.inputs, relu.outputs]).toEqual([["t"], ["r"]]);
  });
});

describe("Gemm", () => {
  const weights = { w: floats([2, 2], [1, 0.25, -1, 0.5]), b: floats([2], [1, -1]) };
  const gemm = node("Gemm", ["x", "w", "b"], ["y"], { alpha: 0.5, beta: 2 });
  const model = tinyModel([1, 2], [gemm], weights);

  it("takes beta into its int32 bias and leaves alpha to QGemm", () => {
    // b·beta / (alpha · 2^−6 · 2^−6)
    expect([...initializer(quantize(model, evenRanges(model)), "b_quantized").data]).toEqual([16384, -16384]);
    // The original: b / (2^−12 · beta)
    const compat = quantize(model, evenRanges(model), { compat: true });
    expect([...initializer(compat, "b_quantized").data]).toEqual([2048, -2048]);
  });

  it("has one scale a column when quantized per channel", () => {
    const result = quantize(model, evenRanges(model), { perChannel: true });
    const row = result.tensors.find((tensor) => tensor.tensor === "w")!;
    expect(row.exponent).toEqual([-6, -7]);
    expect(row.scale).toEqual([2 ** -6, 2 ** -7]);
    expect([...initializer(result, "w_quantized").data]).toEqual([64, 32, -64, 64]);
    expect(initializer(result, "w_zero_point").shape).toEqual([2]);
  });

  it("with a computed bias stays in float", () => {
    const computed = tinyModel([2, 2], [node("Gemm", ["x", "w", "x"], ["y"])], { w: weights.w });
    expect(quantize(computed, evenRanges(computed)).model.graph.nodes.map((n) => n.opType)).toEqual(["Gemm"]);
  });
});

describe("the table", () => {
  const model = convolution([0.25, 0.5]);
  const rows = quantize(model, evenRanges(model)).tensors;

  it("has a row for every quantized tensor", () => {
    expect(rows.map(({ tensor, kind, node: name, exponent }) => [tensor, kind, name, exponent])).toEqual([
      ["x", "activation", "QuantizeLinear_1", -6],
      ["w", "weight", "QLinearConv_1", -6],
      ["y", "activation", "QLinearAdd_1", -6],
      ["b", "bias", "QLinearConv_1", -6],
    ]);
  });

  it("states range, scale and loss of the weights", () => {
    expect(rows[1]).toMatchObject({ min: -1, max: 0.5, scale: 2 ** -6, clipped: 0, snr: Number.POSITIVE_INFINITY });
    expect(rows[2]).not.toHaveProperty("snr");
  });
});
