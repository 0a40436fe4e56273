import { describe, expect, test } from "vitest";
import { binary, elementwise, run, tensor } from "./run.js";

const { NaN: nan, POSITIVE_INFINITY: inf } = Number;
const f32 = (values: readonly number[]): number[] => values.map(Math.fround);
const of = (op: string, values: readonly number[]): unknown[] => elementwise(op, "float32", values);

describe("float functions", () => {
  test("round to whole numbers and keep the sign of zero", () => {
    expect(of("ceil", [-1.5, -0.3, -0, 0.3, 2 ** 24])).toEqual([-1, -0, -0, 1, 2 ** 24]);
    expect(of("floor", [-1.5, -0.3, 0, 0.3, -inf])).toEqual([-2, -1, 0, 0, -inf]);
    expect(of("round_half_even", [-2.5, -1.5, -0.5, 0.5, 1.5, 2.5])).toEqual([-2, -2, -0, 0, 2, 2]);
  });

  test("log, erf and the powers, as numpy and onnxruntime have them", () => {
    expect(of("log", [0, 1, 2, inf, -1])).toEqual(f32([-inf, 0, Math.LN2, inf, nan]));
    // scipy.special.erf in float32.
    expect(of("erf", [-0, 0.1, 0.5, 1, -2, 3.5, 4, -inf, nan])).toEqual(
      f32([-0, 0.11246291602, 0.52049987781, 0.84270079295, -0.99532226502, 0.99999925691, 1, -1, nan]),
    );
    const power = (a: number[], b: number[]): unknown[] => binary("power", "float32", a, b);
    expect(power([2, -2, -2, 9, 0, -0, nan], [10, 3, 0.5, 0.5, -1, -3, 0])).toEqual([1024, -8, nan, 3, inf, -inf, 1]);
    expect(power([1, -1, 0.5, 2, -inf], [nan, inf, -inf, -inf, 3])).toEqual([1, 1, inf, 0, -inf]);
    expect(binary("power", "int32", [3, -2, 7, 1, 2], [4, 3, -1, -5, 31])).toEqual([81, -8, 0, 1, -(2 ** 31)]);
    expect(binary("power", "int64", [3n], [40n])).toEqual([12157665459056928801n - 2n ** 64n]);
  });

  test("sin, cos and tan of huge numbers", () => {
    // Python's math.sin, math.cos and math.tan.
    const sines = [0, -0, 0.3304931400217347, -0.34999350217129294, nan];
    expect(of("sin", [0, -0, 2 ** 20, 1e6, inf])).toEqual(f32(sines));
    expect(of("cos", [0, 2 ** 100])).toEqual(f32([1, 0.48917865697472146]));
    expect(of("tan", [1, -inf])).toEqual(f32([1.5574077246549023, nan]));
  });

  test("inverse functions end where their domains do", () => {
    expect(of("asin", [1, -1, 1.5])).toEqual(f32([Math.PI / 2, -Math.PI / 2, nan]));
    expect(of("acos", [1, -1, -1.5])).toEqual(f32([0, Math.PI, nan]));
    expect(of("atan", [inf, -inf, 1])).toEqual(f32([Math.PI / 2, -Math.PI / 2, Math.PI / 4]));
    expect(of("acosh", [1, 0.5])).toEqual([0, nan]);
    expect(of("atanh", [1, -1, 2])).toEqual([inf, -inf, nan]);
    expect(of("asinh", [-inf, 1e-3])).toEqual(f32([-inf, Math.asinh(Math.fround(1e-3))]));
    expect(of("sinh", [100, 1e-3])).toEqual(f32([inf, Math.sinh(Math.fround(1e-3))]));
    expect(of("cosh", [-100, 0])).toEqual([inf, 1]);
  });
});

describe("remainders, comparisons and bits", () => {
  test("mod has the left's sign, floor_mod the right's", () => {
    expect(binary("mod", "int32", [7, -7, 7, -7, 5], [3, 3, -3, -3, 0])).toEqual([1, -1, 1, -1, 0]);
    expect(binary("floor_mod", "int32", [7, -7, 7, -7, 5], [3, 3, -3, -3, 0])).toEqual([1, 2, -2, -1, 0]);
    expect(binary("floor_mod", "int64", [-7n, 7n], [3n, -3n])).toEqual([2n, -2n]);
    expect(binary("mod", "float32", [-4.3, 5, 1, inf], [2.1, inf, 0, 2])).toEqual(
      [Math.fround(-4.3) % Math.fround(2.1), 5, nan, nan].map(Math.fround),
    );
  });

  test("NaN equals nothing; unsigned numbers are not negative", () => {
    const compare = (op: string): unknown[] => binary(op, "float32", [1, 1, nan, -0], [2, 1, nan, 0], "bool");
    expect(compare("equal")).toEqual([0, 1, 0, 1]);
    expect(compare("less")).toEqual([1, 0, 0, 0]);
    expect(compare("less_equal")).toEqual([1, 1, 0, 1]);
    expect(compare("greater")).toEqual([0, 0, 0, 0]);
    expect(binary("greater", "uint32", [2 ** 32 - 1], [1], "bool")).toEqual([1]);
    expect(binary("less", "uint64", [2n ** 64n - 1n], [1n], "bool")).toEqual([0]);
    expect(elementwise("isnan", "float32", [nan, inf, 0], {}, "bool")).toEqual([1, 0, 0]);
    expect(elementwise("isinf", "float32", [nan, -inf, 0], {}, "bool")).toEqual([0, 1, 0]);
    expect(elementwise("sign", "float32", [-0.5, -0, nan, 7])).toEqual([-1, -0, nan, 1]);
    expect(elementwise("sign", "int64", [-(2n ** 63n), 5n, 0n])).toEqual([-1n, 1n, 0n]);
  });

  test("bits wrap, and a shift by the width leaves none", () => {
    expect(binary("bitwise_xor", "uint32", [2 ** 32 - 1], [1])).toEqual([2 ** 32 - 2]);
    expect(elementwise("bitwise_not", "uint8", [0, 5])).toEqual([255, 250]);
    expect(binary("left_shift", "uint8", [3, 3], [7, 8])).toEqual([128, 0]);
    expect(binary("right_shift", "uint32", [2 ** 32 - 1, 8], [31, 32])).toEqual([1, 0]);
    expect(binary("left_shift", "uint64", [1n, 1n], [63n, 64n])).toEqual([2n ** 63n, 0n]);
    expect(elementwise("logical_not", "bool", [0, 1])).toEqual([1, 0]);
  });
});

describe("what indices move", () => {
  const data = tensor("int8", [2, 3], [1, 2, 3, 4, 5, 6]);
  const index = (shape: number[], values: number[]) => tensor("int64", shape, values.map(BigInt));

  test("take counts negative indices from the end, and stops at both ends", () => {
    expect([...run("take", [data, index([3], [-1, 0, 9])], { axis: 1 }, "int8", [2, 3]).data]).toEqual([
      3, 1, 3, 6, 4, 6,
    ]);
    expect([...run("take", [data, index([], [1])], { axis: 0 }, "int8", [3]).data]).toEqual([4, 5, 6]);
  });

  test("gather, gather_nd and the scatters", () => {
    const picks = index([1, 2], [1, 0]);
    expect([...run("gather", [data, picks], { axis: 0 }, "int8", [1, 2]).data]).toEqual([4, 2]);
    expect([...run("gather_nd", [data, picks], {}, "int8", [1]).data]).toEqual([4]);
    expect([...run("gather_nd", [data, index([2, 1], [2, 0])], { batch_dims: 1 }, "int8", [2]).data]).toEqual([3, 4]);
    const updates = tensor("int8", [1, 2], [100, 9]);
    const scattered = (reduction: string): unknown[] => [
      ...run("scatter_elements", [data, picks, updates], { axis: 0, reduction }, "int8", [2, 3]).data,
    ];
    expect(scattered("none")).toEqual([1, 9, 3, 100, 5, 6]);
    expect(scattered("mul")).toEqual([1, 18, 3, -112, 5, 6]);
    expect(scattered("max")).toEqual([1, 9, 3, 100, 5, 6]);
    const rows = tensor("int8", [2, 3], [1, 1, 1, 2, 2, 2]);
    const twice = [data, index([2, 1], [0, 0]), rows];
    expect([...run("scatter_nd", twice, { reduction: "add" }, "int8", [2, 3]).data]).toEqual([4, 5, 6, 4, 5, 6]);
    expect([...run("scatter_nd", twice, { reduction: "none" }, "int8", [2, 3]).data]).toEqual([2, 2, 2, 4, 5, 6]);
  });

  test("tile and slices that walk back", () => {
    expect([...run("tile", [data], { reps: [2, 1] }, "int8", [4, 3]).data]).toEqual([
      1, 2, 3, 4, 5, 6, 1, 2, 3, 4, 5, 6,
    ]);
    const back = { starts: [1, 2], counts: [2, 2], steps: [-1, -2] };
    expect([...run("strided_slice", [data], back, "int8", [2, 2]).data]).toEqual([6, 4, 3, 1]);
  });
});
