import { afterEach, expect, it } from "vitest";
import { floatOutputs } from "../../src/analysis/measure/run-outputs.js";
import { Channel, exponentOf } from "../../src/analysis/tune/equalization/channel.js";
import { equalize } from "../../src/analysis/tune/equalization/equalize.js";
import { evenOut } from "../../src/analysis/tune/equalization/even-out.js";
import { equalizationOf } from "../../src/analysis/tune/equalization/factors.js";
import { foretoldLargest } from "../../src/analysis/tune/equalization/foretold.js";
import { LargestValues } from "../../src/analysis/tune/equalization/largest-values.js";
import { Tensor } from "../../src/base/tensor/tensor.js";
import type { OnnxModel } from "../../src/formats/onnx/model.js";
import { inferShapes } from "../../src/formats/onnx/shape/infer.js";
import { node, tinyModel } from "../quantization/quantize/tiny-model.js";
import { images, randomTensors, withTensor } from "./chain.js";

afterEach(() => new Promise((resolve) => setImmediate(resolve)));

/** A block between one layer that makes its channels and one that reads them. */
function block(...channels: readonly (readonly [made: number, value: number, read: number])[]) {
  const scale = (of: number) => ({ exponent: exponentOf(Math.max(...channels.map((sizes) => sizes[of]!))) });
  const [made, values, read] = [scale(0), scale(1), scale(2)];
  const described = channels.map((sizes) => {
    const channel = new Channel();
    channel.isMade({ scale: made, largest: sizes[0], input: 1 });
    channel.holds({ scale: values, largest: sizes[1] });
    const [square, power] = [sizes[1] ** 2 / 9, sizes[2] ** 2];
    channel.isRead({ scale: read, largest: sizes[2], power, count: 1, square });
    return channel;
  });
  return [described, { made: [made], values: [values], read: [read] }] as const;
}

it("evens out channels as far as makers, values and readers allow", () => {
  const [one, two, three] = evenOut(...block([1, 4, 1], [1 / 16, 1 / 4, 1], [1 / 256, 1 / 64, 1]));
  expect(one).toBeLessThan(two! - 1);
  expect(two).toBeLessThan(three! - 1);
  const alike = evenOut(...block([1, 1, 1], [1, 1, 1]));
  expect(alike[0]).toBe(alike[1]);
  const [large, , small] = evenOut(...block([1, 1, 1], [1, 1, 1], [64, 64, 1 / 64]));
  expect(large! - small!).toBeGreaterThan(4);
});

it("leaves a channel that nothing takes back as it is", () => {
  const [channels, scales] = block([1, 4, 1], [1 / 16, 1 / 4, 1]);
  for (const channel of channels) channel.fix();
  expect(evenOut(channels, scales)).toEqual([0, 0]);
});

it("foretells by the tail of what samples reached how far more of them will", () => {
  const even = new LargestValues(1);
  for (let i = 0; i < 20; i++) even.add(Float64Array.of(5));
  expect([even.of(0), even.reach]).toEqual([5, 1]);
  // x₅ = 1, and four values e above it: an index of 1, eight times as far, which is bounded.
  const heavy = new LargestValues(2);
  for (const x of [0.5, 1, Math.E, 0.2, Math.E, Math.E, Math.E]) heavy.add(Float64Array.of(x, 0));
  expect(heavy.reach).toBe(4);
  // An index of 1/3: twice as far in eight times as many.
  const third = new LargestValues(1);
  for (const x of [1, 0.9, 2, 2, 2, 2].map((value) => (value > 1 ? Math.exp(1 / 3) : value)))
    third.add(Float64Array.of(x));
  expect(third.reach).toBeCloseTo(2, 9);
  expect(new LargestValues(3).reach).toBe(1);
});

async function largestDifference(
  one: OnnxModel,
  other: OnnxModel,
  samples: ReturnType<typeof images>,
): Promise<number> {
  const [a, b] = [await floatOutputs(one, samples), await floatOutputs(other, samples)];
  const differences = a.flatMap(([tensor], i) =>
    tensor!.toNumbers().map((x, j) => Math.abs(x - Number(b[i]![0]!.data[j]))),
  );
  return Math.max(...differences);
}

const factor = (channel: number): number => 8 ** (channel % 4);

/** Dense layers behind a pool, with channels of ranges 512 times as large as others. */
function dense(transB: 0 | 1): OnnxModel {
  const random = randomTensors(41);
  const weights = {
    ...{ w0: random([8, 3, 3, 3], 0.4), b0: random([8], 0.1), w1: random([8, 8], 0.4), w2: random([8, 4], 0.4) },
    b1: random([8], 0.2),
  };
  const nodes = [
    node("Conv", ["x", "w0", "b0"], ["c"], { kernel_shape: [3, 3], pads: [1, 1, 1, 1] }),
    node("Relu", ["c"], ["r"]),
    node("GlobalAveragePool", ["r"], ["p"]),
    node("Flatten", ["p"], ["f"]),
    node("Gemm", ["f", "w1", "b1"], ["d"], { transB }),
    node("Relu", ["d"], ["e"]),
    node("Gemm", ["e", "w2"], ["y"]),
  ];
  const plain = tinyModel([1, 3, 8, 8], nodes, weights);
  const uneven = withTensor(plain, "w0", (w, i) => w * factor(Math.floor(i / 27)));
  return withTensor(uneven, "w1", (w, i) => w / factor(transB === 1 ? i % 8 : Math.floor(i / 8)));
}

it.each([0, 1] as const)("evens out channels through a pool, Flatten and products, transB %d", async (transB) => {
  const model = inferShapes(dense(transB));
  const { factors, ranges } = await equalizationOf(model, images(12), { foretold: true });
  expect([...factors.keys()]).toEqual(["c", "d"]);
  // Not those that only a Relu reads: they have the scale of what it makes.
  expect([...ranges.keys()]).toEqual(["r", "p", "f", "e", "y"]);
  const { r, f, y } = Object.fromEntries(ranges);
  expect([r!.min, f!.min, y!.min]).toEqual([0, 0, -y!.max]);
  expect(factors.get("c")![0]! - factors.get("c")![3]!).toBeGreaterThan(2);
  expect(await largestDifference(equalize(model, factors), model, images(4, 9))).toBeLessThan(1e-4);
});

/** A residual network that grows: the skip is padded with channels of zeros. */
function growing(): OnnxModel {
  const random = randomTensors(43);
  const weights = {
    ...{ w0: random([6, 3, 3, 3], 0.4), dw: random([6, 1, 3, 3], 0.4), pw: random([8, 6, 1, 1], 0.4) },
    ...{
      w3: random([4, 8, 1, 1], 0.4),
      pads: new Tensor("int64", [8], BigInt64Array.of(0n, 0n, 0n, 0n, 0n, 2n, 0n, 0n)),
    },
  };
  const nodes = [
    node("Conv", ["x", "w0"], ["a"], { kernel_shape: [3, 3], pads: [1, 1, 1, 1] }),
    node("Relu", ["a"], ["r"]),
    node("Conv", ["r", "dw"], ["d"], { kernel_shape: [3, 3], pads: [1, 1, 1, 1], group: 6 }),
    node("Conv", ["d", "pw"], ["p"], { kernel_shape: [1, 1] }),
    node("Pad", ["r", "pads"], ["q"]),
    node("Add", ["q", "p"], ["s"]),
    node("LeakyRelu", ["s"], ["t"], { alpha: 0.1 }),
    node("Conv", ["t", "w3"], ["y"], { kernel_shape: [1, 1] }),
  ];
  const plain = tinyModel([1, 3, 8, 8], nodes, weights);
  const up = (w: number, i: number): number => w * factor(Math.floor(i / 27));
  return withTensor(withTensor(plain, "w0", up), "dw", (w, i) => w / factor(Math.floor(i / 9)));
}

it("follows channels through depthwise layers and a padded skip", async () => {
  const model = inferShapes(growing());
  const { factors } = await equalizationOf(model, images(12), { foretold: false });
  expect(factors.get("p")!.slice(0, 6)).toEqual(factors.get("a"));
  expect([...factors.keys()]).toEqual(["a", "d", "p"]);
  expect(await largestDifference(equalize(model, factors), model, images(4, 9))).toBeLessThan(1e-3);
});

it("foretells what tensors reach by the samples' largest values", async () => {
  const model = inferShapes(dense(0));
  const found = await foretoldLargest(model, ["r", "x", "weights of d"], images(12));
  expect([...found.keys()]).toEqual(["r", "x"]);
  expect(found.get("x")).toBeGreaterThan(0);
});
