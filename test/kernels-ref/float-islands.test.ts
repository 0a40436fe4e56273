import { expect, test } from "vitest";
import { KERNELS, TVM_ARITHMETIC } from "../../kernels-ref/index.js";
import type { Attributes } from "../../kernels-ref/operator.js";
import { Tensor } from "../../src/base/tensor/tensor.js";
import { run, tensor } from "./run.js";

const float = (shape: readonly number[], ...values: number[]): Tensor => tensor("float32", shape, values);
const reduce = (op: string, values: readonly number[]): number =>
  run(op, [float([values.length], ...values)], { axis: [0] }, "float32", []).item();

test("reductions of one element, of opposite signs, of infinities", () => {
  expect(reduce("max", [-Infinity])).toBe(-Infinity);
  expect(reduce("max", [-3, -1, -2])).toBe(-1);
  expect(reduce("min", [3, Infinity])).toBe(3);
  expect(reduce("prod", [2, -3, 0.5])).toBe(-3);
  expect(reduce("reduce_l1", [-2, 3])).toBe(5);
  expect(reduce("reduce_l2", [3, -4])).toBe(5);
  expect(reduce("reduce_sum_square", [3, -4])).toBe(25);
  expect(reduce("reduce_log_sum", [0.25, 0.75])).toBe(0);
  expect(reduce("reduce_log_sum", [0])).toBe(-Infinity);
  expect(reduce("reduce_log_sum_exp", [1000, 1000])).toBeCloseTo(1000 + Math.LN2, 4);
});

test("a maximum of int64 beyond 2^53 is exact", () => {
  const x = tensor("int64", [2], [2n ** 60n, 2n ** 60n + 1n]);
  expect(run("max", [x], { axis: [0] }, "int64", []).data[0]).toBe(2n ** 60n + 1n);
});

test("argmin takes the first of equals, or the last", () => {
  const x = float([4], 2, 1, 1, 3);
  expect(run("argmin", [x], { axis: [0] }, "int32", []).item()).toBe(1);
  expect(run("argmin", [x], { axis: [0], select_last_index: true }, "int32", []).item()).toBe(2);
});

test("a standardized constant is 0, without the mean ±1", () => {
  const attributes = { axis: [0], epsilon: 1e-5 };
  expect([...run("nn.standardize", [float([2], 7, 7)], { ...attributes, center: true }, "float32", [2]).data]).toEqual([
    0, 0,
  ]);
  const scaled = run("nn.standardize", [float([2], -4, 4)], { axis: [0], epsilon: 0, center: false }, "float32", [2]);
  expect([...scaled.data]).toEqual([-1, 1]);
});

test("log-softmax of large numbers is finite; hardmax takes the first", () => {
  expect([...run("nn.log_softmax", [float([2], 1e4, 0)], { axis: 0 }, "float32", [2]).data]).toEqual([0, -1e4]);
  expect([...run("nn.hardmax", [float([3], 1, 5, 5)], { axis: -1 }, "float32", [3]).data]).toEqual([0, 1, 0]);
});

test("topk: the best first, of equals the one that stands first", () => {
  const outputs = [Tensor.zeros("float32", [3]), Tensor.zeros("int64", [3])];
  const select = (attributes: Attributes): unknown[] => {
    KERNELS.get("topk")!([float([4], 1, 3, 1, 3)], attributes, outputs, TVM_ARITHMETIC);
    return [[...outputs[0]!.data], [...outputs[1]!.data]];
  };
  expect(select({ axis: 0, largest: true })).toEqual([
    [3, 3, 1],
    [1n, 3n, 0n],
  ]);
  expect(select({ axis: 0, largest: false })).toEqual([
    [1, 1, 3],
    [0n, 2n, 1n],
  ]);
});

test("cumsum: exclusive, reverse, int32 wraps", () => {
  const x = float([3], 1, 2, 4);
  const sum = (attributes: Attributes): number[] =>
    run("cumsum", [x], { axis: 0, ...attributes }, "float32", [3]).toNumbers();
  expect(sum({})).toEqual([1, 3, 7]);
  expect(sum({ exclusive: true })).toEqual([0, 1, 3]);
  expect(sum({ reverse: true })).toEqual([7, 6, 4]);
  expect(sum({ exclusive: true, reverse: true })).toEqual([6, 4, 0]);
  const wide = tensor("int32", [2], [2 ** 31 - 1, 1]);
  expect([...run("cumsum", [wide], { axis: 0 }, "int32", [2]).data]).toEqual([2 ** 31 - 1, -(2 ** 31)]);
});

test("take_axes: −1 on any axis is the filler; −0 and NaN keep their bits' meaning", () => {
  const x = float([2, 2], -0, Number.NaN, 3, 4);
  const attributes = { shape: [2, 3], sources: [1, 0, -1, 0, 1] };
  const out = run("esp.take_axes", [x, float([], 9)], attributes, "float32", [2, 3]);
  expect([...out.data]).toEqual([9, 3, 4, 9, -0, Number.NaN]);
});

test("interpolate: weights in the order of the taps", () => {
  const attributes = { axis: 0, taps: 2, sources: [0, 0, 0, 1], weights: [0.75, 0.25, 0.25, 0.75] };
  expect(run("esp.interpolate", [float([2], 4, 8)], attributes, "float32", [2]).toNumbers()).toEqual([4, 7]);
});

test("einsum: a trace, an outer product, a sum over all", () => {
  const x = float([2, 2], 1, 2, 3, 4);
  expect(run("einsum", [x], { equation: "aa->" }, "float32", []).item()).toBe(5);
  expect(run("einsum", [x], { equation: "ab->" }, "float32", []).item()).toBe(10);
  const outer = run("einsum", [float([2], 1, 2), float([2], 3, 5)], { equation: "a,b->ba" }, "float32", [2, 2]);
  expect(outer.toNumbers()).toEqual([3, 6, 5, 10]);
});

test("pools over three axes leave out what lies outside; padding counts only if asked", () => {
  const window = { pool_size: [1, 1, 2], strides: [1, 1, 2], dilation: [1, 1, 1], padding: [0, 0, 1, 0, 0, 0] };
  const x = float([1, 1, 1, 1, 3], -2, -4, -6);
  const pool = (op: string, more: Attributes): number[] =>
    run(op, [x], { ...window, ...more }, "float32", [1, 1, 1, 1, 2]).toNumbers();
  expect(pool("esp.max_pool3d", {})).toEqual([-2, -4]);
  expect(pool("esp.avg_pool3d", {})).toEqual([-2, -5]);
  expect(pool("esp.avg_pool3d", { count_include_pad: true })).toEqual([-1, -5]);
  expect(pool("esp.lp_pool3d", { p: 1 })[1]).toBeCloseTo(10, 5);
});

test("lrn: alone in its window a channel is divided by (bias + alpha·x²)^beta", () => {
  const attributes = { size: 1, alpha: 1, beta: 0.5, bias: 0 };
  expect(run("nn.lrn", [float([1, 2], 3, -5)], attributes, "float32", [1, 2]).toNumbers()).toEqual([1, -1]);
});
