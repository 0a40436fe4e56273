import { describe, expect, test } from "vitest";
import { encodeSteps, type PointwiseStep } from "../../kernels-ref/pointwise.js";
import { Tensor } from "../../src/base/tensor/tensor.js";
import { identical } from "../golden/nodes.js";
import { run, tensor } from "./run.js";

/** All pairs of int8. */
const LEFT = new Tensor(
  "int8",
  [65536],
  Int8Array.from({ length: 65536 }, (_, i) => (i >> 8) - 128),
);
const RIGHT = new Tensor(
  "int8",
  [65536],
  Int8Array.from({ length: 65536 }, (_, i) => (i & 255) - 128),
);
const step = (
  op: string,
  reads: number[],
  dtype: PointwiseStep["dtype"] = "float32",
  attributes = {},
): PointwiseStep => {
  return { op, dtype, reads, attributes };
};

/** What the graph says: dequantize both, the operator, quantize [, relu]; every step in float32. */
function chain(op: string, scales: readonly number[], relu: boolean): Tensor {
  const constants = [...scales, 0].map((value) => tensor("float32", [], [value]));
  const steps = [
    ...[step("cast", [0]), step("multiply", [6, 2]), step("cast", [1]), step("multiply", [8, 3])],
    ...[step(op, [7, 9]), step("divide", [10, 4]), step("round", [11]), step("add", [12, 5])],
    ...[step("clip", [13], "float32", { a_min: -128, a_max: 127 }), step("cast", [14], "int8")],
    ...(relu ? [step("nn.relu", [15], "int8")] : []),
  ];
  return run("esp.pointwise", [LEFT, RIGHT, ...constants], { steps: encodeSteps(steps) }, "int8", [65536]);
}

describe("integer arithmetic equals the float32 chain for all pairs", () => {
  const exponents = [
    [-5, -5, -4],
    [-4, -7, -5],
    [-12, 1, -3],
    [0, -15, -6],
    [3, 2, 5],
    [-9, -2, -10],
  ];

  test.each(exponents)("esp.add with scales 2^%i, 2^%i, 2^%i", (p, q, result) => {
    for (const relu of [false, true]) {
      const attributes = { exponents: [p - result, q - result], relu };
      const found = run("esp.add", [LEFT, RIGHT], attributes, "int8", [65536]);
      const scales = [p, q, result].map((exponent) => 2 ** exponent);
      expect(identical(found, chain("add", scales, relu))).toBe(true);
    }
  });

  test.each(exponents)("esp.multiply with scales 2^%i, 2^%i, 2^%i", (p, q, result) => {
    for (const relu of [false, true]) {
      const found = run("esp.multiply", [LEFT, RIGHT], { exponent: p + q - result, relu }, "int8", [65536]);
      const scales = [p, q, result].map((exponent) => 2 ** exponent);
      expect(identical(found, chain("multiply", scales, relu))).toBe(true);
    }
  });
});
