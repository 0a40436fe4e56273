import { expect, test } from "vitest";
import { Tensor } from "../../../src/base/tensor/tensor.js";
import { diagnose } from "../../../src/comparison/diagnose/diagnose.js";
import { layerInput } from "../../../src/comparison/diagnose/layer-input.js";
import { naiveConvolution } from "./naive.js";
import { callOf, inputsOf, subject, tensorOf } from "./subjects.js";

const s = subject("tutorial_nhwc");
const call = callOf(s, "esp.conv2d");

test("channels that were never written come before a permutation that would need one source twice", () => {
  const right = tensorOf(s, call.id);
  const channels = right.shape[3]!;
  const isZero = (channel: number): boolean =>
    right.data.every((value: number | bigint, i: number) => i % channels !== channel || value === 0);
  // What makes it ambiguous: a channel of zeros, from which all the dead ones could be copies.
  expect(Array.from({ length: channels }, (_, channel) => channel).some(isZero)).toBe(true);
  const data = (right.data as Int8Array).map((value, i) => (i % channels >= 8 ? 0 : value));
  const [first] = diagnose(layerInput(s.program, s.trace, call.id, new Tensor("int8", right.shape, data))).hypotheses;
  expect(first).toMatchObject({ family: "unwritten", cause: "channels-tail zero", explained: 1 });
  expect(first!.text).toMatch(/^channels 8–15 /);
});

test("a dead tail is named after the block that it is the remainder of", () => {
  const t = subject("mz_two_out");
  const convolution = callOf(t, "esp.conv2d", 1);
  const right = tensorOf(t, convolution.id);
  expect(right.shape[3]).toBe(12);
  const data = (right.data as Int8Array).map((value, i) => (i % 12 >= 8 ? 0 : value));
  const board = new Tensor("int8", right.shape, data);
  const [found] = diagnose(layerInput(t.program, t.trace, convolution.id, board)).hypotheses;
  expect(found!.text).toContain("channels 8–11 (the tail of 12 mod 8)");
});

test("channels that changed places are a permutation", () => {
  const board = naiveConvolution(call, inputsOf(s, call), { store: (o, channels) => (o + 5) % channels });
  const [first] = diagnose(layerInput(s.program, s.trace, call.id, board)).hypotheses;
  expect(first).toMatchObject({ family: "output-order", cause: "channels" });
});

test("int64 tensors are searched like all others", () => {
  const shape = [1, 8, 4, 4];
  const numbers = Array.from({ length: 128 }, (_, i) => BigInt((i * 37) % 101));
  const tensor = (values: readonly bigint[]): Tensor => new Tensor("int64", shape, BigInt64Array.from(values));
  const { hypotheses } = diagnose({
    ...{ id: "x", op: "cast", attributes: { dtype: "int64" }, layout: "NCHW", others: [] },
    inputs: [{ id: "y", tensor: new Tensor("int32", shape, Int32Array.from(numbers, Number)), constant: false }],
    reference: tensor(numbers),
    board: tensor(numbers.map((value, i) => (i >= 64 ? 0n : value))),
  });
  expect(hypotheses[0]).toMatchObject({ family: "unwritten", cause: "channels-tail zero" });
});
