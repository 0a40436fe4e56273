import { describe, expect, test } from "vitest";
import { TVM_X86_ARITHMETIC } from "../../kernels-ref/index.js";
import { binary, elementwise, run, tensor } from "./run.js";

describe("add, subtract, multiply, divide", () => {
  test("integers wrap", () => {
    expect(binary("add", "int8", [127, -128], [1, -1])).toEqual([-128, 127]);
    expect(binary("add", "int32", [2 ** 31 - 1], [1])).toEqual([-(2 ** 31)]);
    expect(binary("subtract", "int16", [-32768], [1])).toEqual([32767]);
    expect(binary("multiply", "int32", [123456789], [987654321])).toEqual([Math.imul(123456789, 987654321)]);
    expect(binary("multiply", "int64", [2n ** 62n], [2n])).toEqual([-(2n ** 63n)]);
    expect(binary("add", "int64", [2n ** 63n - 1n], [1n])).toEqual([-(2n ** 63n)]);
  });

  test("integer division truncates toward zero; by zero it is zero", () => {
    expect(binary("divide", "int32", [-7, 7, 7], [2, -2, 0])).toEqual([-3, -3, 0]);
    expect(binary("divide", "int64", [-7n, 7n], [2n, 0n])).toEqual([-3n, 0n]);
  });

  test("float32 rounds once per operation", () => {
    expect(binary("add", "float32", [2 ** 24], [1])).toEqual([2 ** 24]);
    expect(binary("divide", "float32", [1], [3])).toEqual([Math.fround(1 / 3)]);
  });

  test("broadcast along any axis", () => {
    const column = tensor("int32", [2, 1], [10, 20]);
    const row = tensor("int32", [3], [1, 2, 3]);
    expect(run("add", [column, row], {}, "int32", [2, 3]).toNumbers()).toEqual([11, 12, 13, 21, 22, 23]);
    const pair = tensor("int64", [2], [1n, 2n]);
    expect(run("multiply", [pair, tensor("int64", [], [5n])], {}, "int64", [2]).toNumbers()).toEqual([5, 10]);
  });
});

describe("right_shift", () => {
  test("floors; a negative amount follows the arithmetic", () => {
    expect(binary("right_shift", "int32", [-1, -256, 255], [8])).toEqual([-1, -1, 0]);
    expect(binary("right_shift", "int32", [3, -3], [-2])).toEqual([12, -12]);
    expect(binary("right_shift", "int32", [3, -3], [-2], "int32", TVM_X86_ARITHMETIC)).toEqual([0, 0]);
    expect(binary("right_shift", "int64", [-(2n ** 40n) - 1n], [40n])).toEqual([-2n]);
  });

  test("one amount a channel", () => {
    const x = tensor("int32", [1, 2, 1, 3], [8, 8, 8, -8, -8, -8]);
    const amounts = tensor("int32", [3], [1, 2, -1]);
    expect(run("right_shift", [x, amounts], {}, "int32", [1, 2, 1, 3]).toNumbers()).toEqual([4, 2, 16, -4, -2, -16]);
  });
});

describe("left_shift", () => {
  test("wraps to the output's width", () => {
    expect(binary("left_shift", "int64", [-3n, 2n ** 62n], [2n])).toEqual([-12n, 0n]);
    expect(binary("left_shift", "int32", [3, 2 ** 30], [2])).toEqual([12, 0]);
    expect(binary("left_shift", "int8", [-1, 64], [1])).toEqual([-2, -128]);
  });
});

describe("one element at a time", () => {
  test("round: ties away from zero, −0 kept", () => {
    expect(elementwise("round", "float32", [-2.5, -0.5, -0.25, 0.5, 1.5, 2.5, Math.fround(0.49999997)])).toEqual([
      -3, -1, -0, 1, 2, 3, 0,
    ]);
  });

  test("relu and leaky_relu", () => {
    expect(elementwise("nn.relu", "float32", [-1, -0, 2, Number.NaN])).toEqual([0, 0, 2, 0]);
    expect(elementwise("nn.relu", "int8", [-128, 127])).toEqual([0, 127]);
    expect(elementwise("nn.leaky_relu", "float32", [-1, 2], { alpha: 0.1 })).toEqual([-Math.fround(0.1), 2]);
  });

  test("prelu: one slope a channel", () => {
    const x = tensor("float32", [1, 2, 2], [-1, 1, -1, 1]);
    const slope = tensor("float32", [2], [0.5, 0.25]);
    expect(run("nn.prelu", [x, slope], { axis: 1 }, "float32", [1, 2, 2]).toNumbers()).toEqual([-0.5, 1, -0.25, 1]);
  });

  test("clip saturates every dtype", () => {
    const limits = { a_min: -128, a_max: 127 };
    expect(elementwise("clip", "int32", [-129, 0, 2 ** 31 - 1], limits)).toEqual([-128, 0, 127]);
    expect(elementwise("clip", "float32", [-128.5, 127.5, Number.NaN], limits)).toEqual([-128, 127, 127]);
    expect(elementwise("clip", "int64", [-(2n ** 40n), 5n, 2n ** 40n], limits)).toEqual([-128n, 5n, 127n]);
  });

  test("cast: truncates floats, wraps integers", () => {
    expect(elementwise("cast", "float32", [-1.9, 1.9, 127], {}, "int8")).toEqual([-1, 1, 127]);
    expect(elementwise("cast", "int32", [128, -129, 65535], {}, "int8")).toEqual([-128, 127, -1]);
    expect(elementwise("cast", "int64", [2n ** 32n + 5n, -1n], {}, "int32")).toEqual([5, -1]);
    expect(elementwise("cast", "int32", [-7, 7], {}, "int64")).toEqual([-7n, 7n]);
    expect(elementwise("cast", "int32", [2 ** 24 + 1], {}, "float32")).toEqual([2 ** 24]);
    expect(elementwise("cast", "float32", [0, -3, Number.NaN], {}, "bool")).toEqual([0, 1, 1]);
    expect(elementwise("cast", "int64", [0n, 2n ** 40n], {}, "bool")).toEqual([0, 1]);
    expect(elementwise("cast", "int64", [2n ** 53n + 1n], {}, "float32")).toEqual([2 ** 53]);
    expect(elementwise("cast", "float32", [3e9, Number.NaN], {}, "int32")).toEqual([3e9 - 2 ** 32, 0]);
    expect(() => elementwise("cast", "float16", [1], {}, "float32")).toThrow(/float16/);
    expect(() => binary("add", "float16", [1], [1])).toThrow(/float16/);
  });

  test("negative, abs, sqrt, rsqrt, exp, sigmoid, tanh", () => {
    expect(elementwise("negative", "int8", [-128, 5])).toEqual([-128, -5]);
    expect(elementwise("negative", "int64", [5n])).toEqual([-5n]);
    expect(elementwise("abs", "int8", [-128, -5])).toEqual([-128, 5]);
    expect(elementwise("abs", "int64", [-5n])).toEqual([5n]);
    expect(elementwise("sqrt", "float32", [2])).toEqual([Math.fround(Math.SQRT2)]);
    expect(elementwise("rsqrt", "float32", [4])).toEqual([0.5]);
    expect(elementwise("exp", "float32", [0, 1])).toEqual([1, Math.fround(Math.E)]);
    expect(elementwise("sigmoid", "float32", [0, 1000, -1000])).toEqual([0.5, 1, 0]);
    expect(elementwise("tanh", "float32", [0, 100, -100])).toEqual([0, 1, -1]);
  });

  test("greater_equal, where, maximum, minimum", () => {
    expect(binary("greater_equal", "int64", [1n, -1n], [0n], "bool")).toEqual([1, 0]);
    expect(binary("maximum", "float32", [1, -1, Number.NaN], [0])).toEqual([1, 0, 0]);
    expect(binary("minimum", "int64", [1n, -(2n ** 60n)], [0n])).toEqual([0n, -(2n ** 60n)]);
    expect(binary("minimum", "int8", [1, -1], [0])).toEqual([0, -1]);
    const condition = tensor("bool", [2], [1, 0]);
    const chosen = run("where", [condition, tensor("int8", [2], [1, 2]), tensor("int8", [], [9])], {}, "int8", [2]);
    expect(chosen.toNumbers()).toEqual([1, 9]);
  });
});

describe("fixed point", () => {
  const exact = (value: bigint, multiplier: bigint, shift: number): number => {
    const product = value * multiplier * 2n ** 40n;
    const total = BigInt(31 - shift + 40);
    return Number(BigInt.asIntN(32, (product + (1n << (total - 1n))) >> total));
  };
  test.each([
    [2 ** 30, -3],
    [2 ** 30, 0],
    [2 ** 30, 3],
    [1518500250, -5],
    [2 ** 31 - 1, 0],
  ])("multiplier %i, shift %i rounds half up", (multiplier, shift) => {
    const values = [-1000, -12, -4, -3, -1, 0, 1, 3, 4, 12, 20, 1000, 2 ** 31 - 1, -(2 ** 31)];
    expect(elementwise("fixed_point_multiply", "int32", values, { multiplier, shift })).toEqual(
      values.map((value) => exact(BigInt(value), BigInt(multiplier), shift)),
    );
    const per = (value: number) => tensor("int32", [1], [value]);
    const inputs = [
      tensor("int32", [values.length, 1], values),
      per(multiplier),
      per(Math.max(shift, 0)),
      per(Math.max(-shift, 0)),
    ];
    expect(
      run("fixed_point_multiply_per_axis", inputs, { axes: [1] }, "int32", [values.length, 1]).toNumbers(),
    ).toEqual(values.map((value) => exact(BigInt(value), BigInt(multiplier), shift)));
  });
});
