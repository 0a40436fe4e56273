import { describe, expect, it } from "vitest";
import { call, graphInput, scalar } from "../../../src/ir/graph/build.js";
import type { Graph, InputValue, Value } from "../../../src/ir/graph/graph.js";
import { lower } from "../../../src/ir/passes/lower.js";
import { simplifyExpr } from "../../../src/ir/passes/simplify-expr.js";

const x = graphInput("x", { dtype: "float32", shape: [1, 2, 3, 4] });
const from = (name: string, exponent?: number) =>
  exponent === undefined ? { onnx: [name] } : { onnx: [name], exponent };

function simplified(output: Value, inputs: readonly InputValue[] = [x]): { op: string; onnx: readonly string[] }[] {
  const graph: Graph = { inputs, outputs: [output] };
  return lower(simplifyExpr(graph)).layers.flatMap((layer) =>
    layer.kind === "call" ? [{ op: layer.op, onnx: layer.onnx }] : [],
  );
}

describe("a node in place of several", () => {
  it("a clip that ends a quantize and begins a dequantize names both", () => {
    const clip = call("clip", [x], { a_min: -128, a_max: 127 }, from("QLinearAdd_1"));
    const int8 = call("cast", [clip], { dtype: "int8" }, from("QLinearAdd_1", -4));
    const back = call("cast", [int8], { dtype: "float32" }, from("DequantizeLinear_5"));
    expect(simplified(back)).toEqual([{ op: "clip", onnx: ["QLinearAdd_1", "DequantizeLinear_5"] }]);
  });

  it("keeps the exponent that a dropped cast knew", () => {
    const wide = graphInput("wide", { dtype: "int32", shape: [4] });
    const clip = call("clip", [wide], { a_min: -128, a_max: 127 }, from("QGemm_1"));
    const int8 = call("cast", [clip], { dtype: "int8" }, from("QGemm_1", -4));
    const back = call("cast", [int8], { dtype: "int32" }, from("QGemm_2"));
    const program = lower(simplifyExpr({ inputs: [wide], outputs: [back] }));
    const merged = program.layers.find(({ kind }) => kind === "call");
    expect(merged?.onnx).toEqual(["QGemm_1", "QGemm_2"]);
    expect(merged?.exponent).toBe(-4);
  });

  it("casts, transposes and reshapes name both", () => {
    const int8 = graphInput("q", { dtype: "int8", shape: [2, 3] });
    const wide = call("cast", [int8], { dtype: "int16" }, from("Add_1"));
    expect(simplified(call("cast", [wide], { dtype: "int32" }, from("Add_2")), [int8])).toEqual([
      { op: "cast", onnx: ["Add_1", "Add_2"] },
    ]);
    const there = call("transpose", [x], { axes: [0, 2, 3, 1] }, from("Conv_1"));
    const turned = call("transpose", [there], { axes: [0, 2, 1, 3] }, from("Transpose_1"));
    expect(simplified(turned)).toEqual([{ op: "transpose", onnx: ["Conv_1", "Transpose_1"] }]);
    const flat = call("reshape", [x], { newshape: [24] }, from("Flatten_1"));
    expect(simplified(call("reshape", [flat], { newshape: [6, 4] }, from("Reshape_1")))).toEqual([
      { op: "reshape", onnx: ["Flatten_1", "Reshape_1"] },
    ]);
  });

  it("a sum of sums names both", () => {
    const inner = call("add", [x, scalar("float32", 1)], {}, from("Add_1"));
    expect(simplified(call("add", [inner, scalar("float32", 2)], {}, from("Add_2")))).toEqual([
      { op: "add", onnx: ["Add_1", "Add_2"] },
    ]);
  });
});
