import { describe, expect, test } from "vitest";
import { encodeSteps } from "../../kernels-ref/pointwise.js";
import { elementwise, run, tensor } from "./run.js";

describe("esp.dense", () => {
  const x = tensor("int8", [1, 2], [3, -5]);
  const w = tensor("int8", [3, 2], [1, 0, 0, 1, 127, 127]);

  test("accumulator, bias, multiplier and shift; ties away from zero", () => {
    const bias = tensor("int32", [3], [0, 0, 256]);
    const attributes = { multiplier: [1], shift: [1] };
    expect(run("esp.dense", [x, w, bias], attributes, "int8", [1, 3]).toNumbers()).toEqual([2, -3, 1]);
  });

  test("one multiplier and shift a unit; saturates to int8", () => {
    const attributes = { multiplier: [2 ** 30, 2 ** 30, 2 ** 30], shift: [30, 31, 29] };
    expect(run("esp.dense", [x, w], attributes, "int8", [1, 3]).toNumbers()).toEqual([3, -3, -128]);
  });
});

describe("esp.lookup", () => {
  test("entry x + 128 is the result for x", () => {
    const table = Array.from({ length: 256 }, (_, entry) => 127 - entry);
    expect(elementwise("esp.lookup", "int8", [-128, -1, 0, 127], { table })).toEqual([127, 0, -1, -128]);
  });
});

describe("esp.quantize and esp.dequantize", () => {
  test("ties away from zero, saturated; NaN becomes 127", () => {
    const x = [0.25, -0.25, 0.24, 100, -100, Number.NaN];
    expect(elementwise("esp.quantize", "float32", x, { scale: 0.5 }, "int8")).toEqual([1, -1, 0, 127, -128, 127]);
  });

  test("and back", () => {
    expect(elementwise("esp.dequantize", "int8", [-128, 0, 3], { scale: 0.5 }, "float32")).toEqual([-64, 0, 1.5]);
  });
});

describe("esp.pointwise", () => {
  test("runs its steps one after the other", () => {
    const steps = encodeSteps([
      { op: "add", dtype: "int16", reads: [0, 1], attributes: {} },
      { op: "clip", dtype: "int16", reads: [2], attributes: { a_min: -128, a_max: 127 } },
      { op: "cast", dtype: "int8", reads: [3], attributes: {} },
    ]);
    const inputs = [tensor("int16", [1, 2, 2], [100, -100, 1, 2]), tensor("int16", [2], [50, -50])];
    expect(run("esp.pointwise", inputs, { steps }, "int8", [1, 2, 2]).toNumbers()).toEqual([127, -128, 51, -48]);
  });
});
