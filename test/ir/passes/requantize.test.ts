import { describe, expect, it } from "vitest";
import { Tensor } from "../../../src/base/tensor/tensor.js";
import { interpret } from "../../../src/execution/interpreter/interpret.js";
import { call, constant, graphInput, scalar } from "../../../src/ir/graph/build.js";
import type { Value } from "../../../src/ir/graph/graph.js";
import { canonicalizeQnn } from "../../../src/ir/passes/canonicalize-qnn.js";
import { lower } from "../../../src/ir/passes/lower.js";
import { simplifyExpr } from "../../../src/ir/passes/simplify-expr.js";

const ACCUMULATORS = [-100_000, -3, -2, -1, 0, 1, 2, 3, 5, 7, 11, 100_000];
const x = graphInput("x", { dtype: "int32", shape: [1, ACCUMULATORS.length] });
const zero = scalar("int32", 0);

function requantized(scale: Value, rounding: string): number[] {
  const inputs = [x, scale, zero, scalar("float32", 1), zero];
  const result = call("qnn.requantize", inputs, { axis: 1, rounding, out_dtype: "int8" });
  const program = lower(simplifyExpr(canonicalizeQnn({ inputs: [x], outputs: [result] })));
  const data = new Tensor("int32", x.type.shape, Int32Array.from(ACCUMULATORS));
  return interpret(program, new Map([["x", data]]), { keep: "outputs" }).layers[0]!.tensor.toNumbers();
}

const saturate = (value: number): number => Math.max(-128, Math.min(127, value)) + 0;
const halfAway = (value: number): number => Math.sign(value) * Math.floor(Math.abs(value) + 0.5);
const halfUp = (value: number): number => Math.floor(value + 0.5);

describe("requantize", () => {
  it.each([0.25, 0.5, 0.75, 2, 5])("by %d rounds half away from zero or half up, and saturates", (factor) => {
    const scale = scalar("float32", factor);
    expect(requantized(scale, "TONEAREST")).toEqual(ACCUMULATORS.map((value) => saturate(halfAway(value * factor))));
    expect(requantized(scale, "UPWARD")).toEqual(ACCUMULATORS.map((value) => saturate(halfUp(value * factor))));
  });

  it("takes a factor a channel", () => {
    const factors = ACCUMULATORS.map((_, i) => [0.25, 0.5, 2][i % 3] as number);
    const scale = constant(new Tensor("float32", [factors.length], Float32Array.from(factors)));
    expect(requantized(scale, "TONEAREST")).toEqual(
      ACCUMULATORS.map((value, i) => saturate(halfAway(value * factors[i]!))),
    );
    expect(requantized(scale, "UPWARD")).toEqual(ACCUMULATORS.map((value, i) => saturate(halfUp(value * factors[i]!))));
  });
});
