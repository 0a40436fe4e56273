import { expect, it } from "vitest";
import { cholesky, solve } from "../../src/analysis/rounding/cholesky.js";
import { fitWeights } from "../../src/analysis/rounding/fit-weights.js";
import { NormalEquations } from "../../src/analysis/rounding/normal-equations.js";
import { roundChannel } from "../../src/analysis/rounding/round-channel.js";
import { tapsOf } from "../../src/analysis/rounding/taps.js";
import { Tensor } from "../../src/base/tensor/tensor.js";
import type { CallLayer, ParamLayer } from "../../src/ir/graph/program.js";

const costOf = (matrix: readonly number[]) => ({
  terms: 2,
  matrix: Float64Array.from(matrix),
  lower: cholesky(Float64Array.from(matrix), 2),
});

it("factors a matrix and solves by the factor", () => {
  const lower = cholesky(Float64Array.from([4, 2, 2, 3]), 2);
  expect([...lower]).toEqual([2, 0, 1, Math.SQRT2]);
  const x = solve(lower, Float64Array.from([8, 7]));
  expect([x[0], x[1]!.toFixed(9)]).toEqual([1.25, "1.500000000"]);
});

it("rounds two terms that come together to one step, not to none, and moves by what the samples want", () => {
  const cost = costOf([1.01, 1, 1, 1.01]);
  expect([...roundChannel(cost, Float64Array.from([0.4, 0.4]), new Float64Array(2), -127, 127)]).toEqual([1, 0]);
  const wanted = Float64Array.from([-2, -2]);
  expect([...roundChannel(cost, Float64Array.from([10.4, 3.4]), wanted, -127, 127)]).toEqual([12, 4]);
});

/** A 1×1 convolution of two channels to one, on an image of 2 × 2. */
function pointwise() {
  const base = { types: [{ dtype: "int32", shape: [1, 2, 2, 1] }], onnx: [], index: 2, name: "c", id: "c", func: "c" };
  const attributes = { groups: 1, strides: [1, 1], dilation: [1, 1], padding: [0, 0, 0, 0] };
  const layer = { ...base, kind: "call", op: "nn.conv2d", inputs: [], attributes } as unknown as CallLayer;
  const weight = { tensor: new Tensor("int8", [1, 1, 2, 1], Int8Array.of(0, 0)) } as unknown as ParamLayer;
  return tapsOf(layer, [1, 2, 2, 2], weight, false)!;
}

it("reads the terms of a window, zero beyond the edge", () => {
  const types = [{ dtype: "int8", shape: [1, 3, 3, 1] }];
  const attributes = { group: 1, strides: [1, 1], dilations: [1, 1], pads: [1, 1, 1, 1] };
  const layer = { op: "espdl.conv", types, attributes } as unknown as CallLayer;
  const weight = { tensor: new Tensor("int8", [3, 3, 1, 1], new Int8Array(9)) } as unknown as ParamLayer;
  const taps = tapsOf(layer, [1, 3, 3, 1], weight, false)!;
  const terms = new Float64Array(9);
  taps.read(Int8Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9), 2, 0, terms);
  expect([...terms]).toEqual([0, 0, 0, 2, 3, 0, 5, 6, 0]);
});

it("fits weights to inputs that came out too small, where both halves of the samples say so", () => {
  const taps = pointwise();
  const halves = [new NormalEquations(taps, 1), new NormalEquations(taps, 1)] as const;
  // The second input is half of what it is in float, where the sum is 10 · a + 20 · b.
  halves[0].add(Int8Array.of(10, 1, -5, 4, 3, -8, -7, 2), [140, 110, -290, 10]);
  halves[1].add(Int8Array.of(-6, 3, 9, -4, 2, 7, -1, -5), [60, -70, 300, -210]);
  const layer = { taps, weights: Float32Array.of(10, 20), step: () => 1, inputStep: 1 };
  expect([...fitWeights(layer, halves)!]).toEqual([10, 40]);
});

it("leaves the nearest integers where the samples say nothing", () => {
  const taps = pointwise();
  const halves = [new NormalEquations(taps, 1), new NormalEquations(taps, 1)] as const;
  for (const half of halves) half.add(new Int8Array(8), [0, 0, 0, 0]);
  expect(fitWeights({ taps, weights: Float32Array.of(0.3, 7.6), step: () => 1, inputStep: 1 }, halves)).toBeUndefined();
});
