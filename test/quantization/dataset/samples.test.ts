import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { formatNpy } from "../../../src/base/tensor/npy.js";
import { formatNpz } from "../../../src/base/tensor/npz.js";
import { Tensor } from "../../../src/base/tensor/tensor.js";
import type { OnnxDim, OnnxModel } from "../../../src/formats/onnx/model.js";
import { openSamples, readSample } from "../../../src/quantization/dataset/samples.js";
import { refusal } from "../../formats/onnx/refusal.js";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "espdl-lab-samples-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function file(name: string, content: Uint8Array): string {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
}

function counting(shape: readonly number[], first = 0): Tensor {
  const tensor = Tensor.zeros("float32", shape);
  for (let i = 0; i < tensor.size; i++) tensor.data[i] = first + i;
  return tensor;
}

function model(inputs: Readonly<Record<string, readonly OnnxDim[]>>): OnnxModel {
  return {
    irVersion: 8,
    producerName: "",
    producerVersion: "",
    opsets: new Map([["", 13]]),
    metadata: new Map(),
    graph: {
      name: "",
      nodes: [],
      initializers: new Map(),
      inputs: Object.entries(inputs).map(([name, shape]) => ({ name, dtype: "float32", shape })),
      outputs: [],
      valueInfo: new Map(),
    },
  };
}

const one = model({ x: [1, 2, 2] });
const two = model({ a: [1, 2], "b/0": ["N", 3] });

describe("openSamples", () => {
  test("a .npy gives its rows in order, each with a batch axis of 1, as often as asked", () => {
    const samples = openSamples(file("three.npy", formatNpy(counting([3, 2, 2]))), one);
    expect(samples.count).toBe(3);
    for (let pass = 0; pass < 2; pass++) {
      const rows = [...samples].map((sample) => sample.get("x")!);
      expect(rows).toEqual([0, 4, 8].map((first) => counting([1, 2, 2], first)));
    }
  });

  test("one of them by its index, from the end too", () => {
    const samples = openSamples(file("three.npy", formatNpy(counting([3, 2, 2]))), one);
    expect([1, -1, 0].map((index) => samples.at(index).get("x"))).toEqual(
      [4, 8, 0].map((first) => counting([1, 2, 2], first)),
    );
    for (const index of [3, -4, 0.5]) expect(() => samples.at(index)).toThrow(/there are 3; name one from 0 to 2$/);
  });

  test("a .npz gives all inputs of a sample together", () => {
    const arrays = new Map([
      ["b/0", counting([2, 3], 100)],
      ["a", counting([2, 2])],
      ["labels", counting([7])],
    ]);
    const samples = openSamples(file("two.npz", formatNpz(arrays)), two);
    expect([...samples]).toEqual([
      new Map([
        ["a", counting([1, 2])],
        ["b/0", counting([1, 3], 100)],
      ]),
      new Map([
        ["a", counting([1, 2], 2)],
        ["b/0", counting([1, 3], 103)],
      ]),
    ]);
  });

  test("a walk that is left early closes its file", () => {
    const open = () => readdirSync("/proc/self/fd").length;
    const samples = openSamples(file("left.npy", formatNpy(counting([3, 2, 2]))), one);
    const before = process.platform === "linux" ? open() : 0;
    for (let walk = 0; walk < 20; walk++) for (const _ of samples) break;
    expect(process.platform === "linux" ? open() : 0).toBe(before);
  });

  test("refuses an empty set, uneven inputs, an input that is missing, a .npy for two inputs", () => {
    const path = (arrays: Record<string, Tensor>) => file("bad.npz", formatNpz(new Map(Object.entries(arrays))));
    expect(refusal(() => openSamples(file("none.npy", formatNpy(counting([0, 2, 2]))), one))).toMatch(
      /none\.npy: the set is empty, expected at least one sample; save \[samples, …\]$/,
    );
    const uneven = path({ a: counting([2, 2]), "b/0": counting([3, 3]) });
    expect(refusal(() => openSamples(uneven, two))).toMatch(/a has 2, b\/0 has 3; save as many for each$/);
    expect(refusal(() => openSamples(path({ a: counting([2, 2]) }), two))).toMatch(/no array named b\/0, .* has a;/);
    const scalar = path({ a: counting([]), "b/0": counting([1, 3]) });
    expect(refusal(() => openSamples(scalar, two))).toMatch(/must have a first axis of samples, got a scalar/);
    expect(refusal(() => openSamples(file("a.npy", formatNpy(counting([2, 2]))), two))).toMatch(
      /the model has 2 inputs \(a, b\/0\); give a \.npz keyed by input name/,
    );
  });
});

describe("readSample", () => {
  test("takes the input's shape, with or without the batch axis", () => {
    const expected = new Map([["x", counting([1, 2, 2])]]);
    expect(readSample(file("whole.npy", formatNpy(counting([1, 2, 2]))), one)).toEqual(expected);
    expect(readSample(file("single.npy", formatNpy(counting([2, 2]))), one)).toEqual(expected);
    expect(readSample(file("named.npz", formatNpz(new Map([["x", counting([2, 2])]]))), one)).toEqual(expected);
  });

  test("refuses numbers that are not finite", () => {
    for (const value of [Number.NaN, Infinity, -Infinity]) {
      const tensor = counting([1, 2, 2]);
      tensor.data[3] = value;
      expect(refusal(() => readSample(file("bad.npy", formatNpy(tensor)), one))).toBe(
        `input x: all values must be finite, got ${value} at index 3; look where the data was made`,
      );
    }
  });
});
