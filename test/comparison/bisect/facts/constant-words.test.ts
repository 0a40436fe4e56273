import { describe, expect, test } from "vitest";
import type { DType } from "../../../../src/base/tensor/dtype.js";
import { editedBytes, wholeChange } from "../../../../src/comparison/bisect/facts/byte-change.js";
import { constantWords } from "../../../../src/comparison/bisect/facts/constant-words.js";
import type { DiagnosisInput } from "../../../../src/comparison/diagnose/diagnosis.js";
import { layerInput } from "../../../../src/comparison/diagnose/layer-input.js";
import { productOf } from "../../../../src/comparison/diagnose/product/law.js";
import { randomSource } from "../../../../src/comparison/probe/signals.js";
import { subject } from "../../diagnose/subjects.js";

const int8 = (values: readonly number[]): Uint8Array => Uint8Array.from(values, (value) => value & 255);
const int32 = (values: readonly number[]): Uint8Array => new Uint8Array(Int32Array.from(values).buffer);
const noise = (size: number): number[] => {
  const random = randomSource(7);
  return Array.from({ length: size }, () => Math.floor(random() * 256) - 128);
};

describe("bytes of any table", () => {
  const own = noise(1024);
  const told = (change: (value: number, i: number) => number): string => {
    const [expected, found] = [int8(own), int8(own.map(change))];
    return wholeChange(expected, found) ?? editedBytes(expected, found);
  };
  test.each([
    [
      "a page",
      (x: number, i: number) => (i >= 256 && i < 512 ? -1 : x),
      "256 bytes from offset 256 are 0xFF (an erased flash page)",
    ],
    [
      "a page again",
      (x: number, i: number) => (i >= 512 && i < 768 ? own[i - 512]! : x),
      "bytes 512–767 are those of 0–255 again",
    ],
    [
      "two pages",
      (x: number, i: number) => (i < 256 ? own[i + 512]! : i >= 512 && i < 768 ? own[i - 512]! : x),
      "bytes 0–255 and 512–767 are exchanged",
    ],
    ["one bit", (x: number, i: number) => (i === 40 ? x ^ 64 : x), "1 byte differs, at 40: bit 6"],
    [
      "written twice",
      (x: number, i: number) => (i < 64 ? x & own[i + 64]! : x),
      "60 bytes differ, first at 0, last at 63: bits became 0 and none became 1 (flash that was written twice, or not erased before)",
    ],
  ])("%s", (_, change, words) => {
    expect(told(change)).toBe(words);
  });
});

describe("lists of numbers", () => {
  const own = [300, -5, 1200, -77, 15, 260, -1, 90];
  const told = (kind: string, found: readonly number[], dtype: DType = "int32") =>
    constantWords({ kind, dtype, expected: int32(own), found: int32(found) }, undefined);
  const turned = (value: number): number => {
    const bytes = Buffer.alloc(4);
    bytes.writeInt32LE(value);
    return bytes.readInt32BE();
  };
  test.each([
    ["reversed", own.toReversed(), "the values are in reverse order"],
    ["byte order", own.map(turned), "the values have their bytes in the other order (endianness)"],
    ["int8", own.map((x) => (x << 24) >> 24), "the values are cut to int8"],
    ["twice", own.map((x) => 2 * x), "the values are twice too large"],
    ["negated", own.map((x) => -x), "the values have their sign turned"],
    ["turned", own.map((_, i) => own[(i + 3) % 8]!), "the values are turned by 3: value i is that of i + 3"],
    ["one", own.with(4, 16), "value 4 is 16 instead of 15"],
    ["noise", noise(8), undefined],
  ])("%s", (_, found, words) => {
    expect(told("multipliers", found)).toBe(words);
    if (words !== undefined) expect(told("bias", found)).toBe(words);
  });
});

describe("weights of a convolution", () => {
  const { program, trace } = subject("mnist_cnn");
  const layer = (id: string): DiagnosisInput => {
    const { tensor } = trace.layers.find((found) => found.id === id)!;
    return layerInput(program, trace, id, tensor);
  };
  const input = layer("tvmgen_default_fused_nn_relu_3");
  const { orders, taps } = productOf(input)!;
  const { kernelHeight, kernelWidth, groupInputs } = taps.geometry;
  const length = kernelHeight * kernelWidth * groupInputs;
  const bytes = (rows: ArrayLike<number>): Uint8Array => {
    const memory = new Uint8Array(taps.rows.length);
    for (const [i, offset] of orders[0].offsets.entries()) memory[offset] = rows[i]! & 255;
    return memory;
  };
  const own = Array.from(taps.rows);
  const told = (found: readonly number[]) =>
    constantWords({ kind: "weights", dtype: "int8", expected: bytes(own), found: bytes(found) }, input);
  const tap = (i: number, from: (r: number, s: number) => [number, number]): number => {
    const [r, s] = from(
      Math.floor((i % length) / groupInputs / kernelWidth),
      Math.floor((i % length) / groupInputs) % kernelWidth,
    );
    return own[Math.floor(i / length) * length + (r * kernelWidth + s) * groupInputs + (i % groupInputs)]!;
  };
  test.each([
    ["turned", own.map((_, i) => tap(i, (r, s) => [2 - r, 2 - s])), /turned by 180°/],
    ["transposed", own.map((_, i) => tap(i, (r, s) => [s, r])), /rows and columns|are read as/],
    [
      "negated",
      own.map((x, i) => (Math.floor(i / length) === 3 ? -x : x)),
      /^the weights of output channel 3 have their sign turned$/,
    ],
    [
      "bits",
      own.map((x, i) => (i < length ? ((x & ~16) << 24) >> 24 : x)),
      /^the weights of output channel 0 have bit 4 stuck at 0$/,
    ],
    [
      "channel again",
      own.map((x, i) => (Math.floor(i / length) === 6 ? own[i - length]! : x)),
      /^in the weights output channel 6 gets that of 5$/,
    ],
  ])("%s", (_, found, words) => {
    expect(told(found)).toMatch(words);
  });

  test("bytes of each 16-bit word", () => {
    const expected = bytes(own);
    const found = expected.map((_, i) => expected[i ^ 1]!);
    expect(constantWords({ kind: "weights", dtype: "int8", expected, found }, input)).toBe(
      "the bytes of each 16-bit word of the weights are exchanged",
    );
  });
});

test("a table of 256 entries", () => {
  const { program, trace } = subject("mnist_cnn");
  const id = "tvmgen_default_fused_layout_transform_2";
  const { tensor } = trace.layers.find((layer) => layer.id === id)!;
  const input = layerInput(program, trace, id, tensor);
  const own = input.attributes.table as readonly number[];
  const told = (found: readonly number[]) =>
    constantWords({ kind: "table", dtype: "int8", expected: int8(own), found: int8(found) }, input);
  expect(told(own.toReversed())).toBe("the values are in reverse order");
  expect(told(own.map((_, i) => own[i ^ 128]!))).toBe("the values have their first and second half exchanged");
  expect(told(own.with(200, own[200]! ^ 2))).toMatch(/^1 table entry is wrong: x = 72 gives .* \(one bit\)$/);
});
