import { describe, expect, it } from "vitest";
import { Tensor } from "../../../src/base/tensor/tensor.js";
import { call, constant, graphInput, scalar } from "../../../src/ir/graph/build.js";
import type { Value } from "../../../src/ir/graph/graph.js";
import { postOrder } from "../../../src/ir/graph/order.js";
import { verifyGraph } from "../../../src/ir/graph/verify.js";
import { simplifyExpr } from "../../../src/ir/passes/simplify-expr.js";

const x = graphInput("x", { dtype: "float32", shape: [2, 3] });
const i8 = graphInput("q", { dtype: "int8", shape: [2, 3] });
const f = (value: number): Value => scalar("float32", value);

function simplified(output: Value): string[] {
  const graph = simplifyExpr({ inputs: [x, i8], outputs: [output] });
  verifyGraph(graph, "simplify-expr");
  return postOrder(graph).map((node) => node.op);
}

const cast = (value: Value, dtype: string): Value => call("cast", [value], { dtype });
const clip = (value: Value): Value => call("clip", [value], { a_min: -128, a_max: 127 });

describe("simplifyExpr", () => {
  it.each<[string, Value, string[]]>([
    ["x + 0", call("add", [x, f(0)]), []],
    ["0 + x", call("add", [f(0), x]), []],
    ["0 − x stays", call("subtract", [f(0), x]), ["subtract"]],
    ["x · 1", call("multiply", [x, f(1)]), []],
    [
      "x · vector of ones stays",
      call("multiply", [x, constant(new Tensor("float32", [3], Float32Array.of(1, 1, 1)))]),
      ["multiply"],
    ],
    ["x + x", call("add", [x, x]), ["multiply"]],
    ["1 / √x", call("divide", [f(1), call("sqrt", [x])]), ["rsqrt"]],
    ["(x · 2) · 3", call("multiply", [call("multiply", [x, f(2)]), f(3)]), ["multiply"]],
    ["3 · (2 · x)", call("multiply", [f(3), call("multiply", [f(2), x])]), ["multiply"]],
    ["(x + 2) · 3", call("multiply", [call("add", [x, f(2)]), f(3)]), ["multiply", "add"]],
    [
      "reshape of reshape",
      call("reshape", [call("reshape", [x], { newshape: [6] })], { newshape: [3, 2] }),
      ["reshape"],
    ],
    ["transpose there and back", call("transpose", [call("transpose", [x], { axes: [1, 0] })], { axes: [1, 0] }), []],
    ["int8 → int32 → float32", cast(cast(i8, "int32"), "float32"), ["cast"]],
    ["float32 → int8 → float32 stays", cast(cast(x, "int8"), "float32"), ["cast", "cast"]],
    ["float clip → int8 → float", cast(cast(clip(x), "int8"), "float32"), ["clip"]],
    [
      "int32 clip → int8 → float stays",
      cast(cast(clip(cast(i8, "int32")), "int8"), "float32"),
      ["cast", "clip", "cast", "cast"],
    ],
    ["clip of int8 to int8", clip(i8), []],
  ])("%s", (_, output, ops) => {
    expect(simplified(output)).toEqual(ops);
  });

  it("leaves a pattern alone whose inside is used elsewhere", () => {
    const inner = cast(i8, "int32");
    const both = call("add", [cast(cast(inner, "int32"), "float32"), cast(call("negative", [inner]), "float32")]);
    expect(simplified(both)).toEqual(["cast", "cast", "negative", "cast", "add"]);
  });
});
