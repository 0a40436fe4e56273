import { describe, expect, test } from "vitest";
import { Tensor } from "../../../src/base/tensor/tensor.js";
import { transpose } from "../../../src/comparison/diff/align.js";
import { diff } from "../../../src/comparison/diff/diff.js";
import type { TraceLayer } from "../../../src/formats/trace/trace.js";
import { count, layer, trace } from "./traces.js";

const one = (a: TraceLayer, b: TraceLayer) => diff(trace(a), trace(b)).layers[0]!;

describe("figures by hand", () => {
  const a = layer("x", "int8", [1, 4], [1, 2, 3, 4], -4);
  const b = layer("x", "int8", [1, 4], [1, 4, 3, 1], -4);

  test("counts, sizes, signs", () => {
    const { entire, status } = one(a, b);
    expect(status).toBe("differs");
    expect(entire).toMatchObject({
      unit: "integers",
      elements: 4,
      differing: 2,
      share: 0.5,
      largest: 3,
      mae: 1.25,
      bias: -0.25,
    });
    expect(entire!.rmse).toBeCloseTo(Math.sqrt(13 / 4), 12);
    expect(entire!.snr).toBeCloseTo(10 * Math.log10(30 / 13), 12);
    expect(entire!.cosine).toBeCloseTo(22 / Math.sqrt(30 * 27), 12);
    expect(entire!.signBias).toBe(0);
    expect(entire!.first).toEqual({ index: 1, axes: "nc", at: [0, 1], a: 2, b: 4 });
    expect(entire!.worst).toEqual({ index: 3, axes: "nc", at: [0, 3], a: 4, b: 1 });
  });

  test("each side by itself", () => {
    const { a: left, b: right } = one(
      layer("x", "int8", [4], [-128, 127, 0, 1]),
      layer("x", "int8", [4], [1, 1, 1, 1]),
    );
    expect(left).toMatchObject({ min: -128, max: 127, mean: 0, clipped: 0.5 });
    expect(left.std).toBeCloseTo(Math.sqrt((128 ** 2 + 127 ** 2 + 1) / 4), 12);
    expect(right).toMatchObject({ min: 1, max: 1, mean: 1, std: 0, clipped: 0 });
  });

  test("equal traces", () => {
    const result = diff(trace(a), trace(a));
    expect(result).toMatchObject({ verdict: "equal", onlyA: [], onlyB: [] });
    expect(result.first).toBeUndefined();
    expect(result.layers[0]!.entire).toMatchObject({ differing: 0, snr: null, cosine: 1, largest: 0 });
  });

  test("JSON keeps everything", () => {
    const result = diff(trace(a), trace(b));
    expect(JSON.parse(JSON.stringify(result))).toEqual(result);
  });
});

describe("before the values", () => {
  test("exponents that differ make the layer differ, and are said", () => {
    const found = one(layer("x", "int8", [2], [4, 8], -4), layer("x", "int8", [2], [2, 4], -3));
    expect(found).toMatchObject({ status: "differs", mismatch: ["exponent"], remarks: ["exponent -4 against -3"] });
    expect(found.entire).toMatchObject({ unit: "steps", differing: 0 });
  });

  test("dtypes that differ", () => {
    const found = one(layer("x", "int8", [2], [4, 8]), layer("x", "int32", [2], [4, 8]));
    expect(found).toMatchObject({ status: "differs", mismatch: ["dtype"], remarks: ["int8 against int32"] });
  });

  test("shapes that do not correspond cannot be compared", () => {
    const result = diff(trace(layer("x", "int8", [3], [1, 2, 3])), trace(layer("x", "int8", [5], [1, 2, 3, 4, 5])));
    expect(result).toMatchObject({ verdict: "unknown", first: "x" });
    expect(result.layers[0]).toMatchObject({ status: "incomparable", mismatch: ["shape"] });
  });

  test("axes of length 1 do not matter", () => {
    expect(one(layer("x", "int8", [1, 3, 1, 1], [1, 2, 3]), layer("x", "int8", [3], [1, 2, 3])).status).toBe("equal");
  });
});

describe("layouts and padding", () => {
  const nhwc = new Tensor("int8", [1, 2, 3, 4], Int8Array.from(count(24)));

  test("NCHW against NHWC is recognised and said", () => {
    const found = one(
      { ...layer("x", "int8", [], [0]), tensor: nhwc },
      { ...layer("x", "int8", [], [0]), tensor: transpose(nhwc, "NCHW") },
    );
    expect(found.status).toBe("equal");
    expect(found.remarks[0]).toContain("NCHW");
  });

  test("rows padded to 4 are recognised and said", () => {
    const padded = Tensor.zeros("int8", [1, 2, 4, 4]);
    for (let h = 0; h < 2; h++) for (let i = 0; i < 12; i++) padded.data[h * 16 + i] = nhwc.data[h * 12 + i]!;
    const found = one(
      { ...layer("x", "int8", [], [0]), tensor: nhwc },
      { ...layer("x", "int8", [], [0]), tensor: padded },
    );
    expect(found).toMatchObject({ status: "equal", remarks: ["b has axis 2 padded from 3 to 4: padding left out"] });
  });

  test("integers of one declared shape in the other order differ, and it is said", () => {
    const cube = new Tensor("int8", [1, 3, 3, 3], Int8Array.from(count(27)));
    const found = one(
      { ...layer("x", "int8", [], [0]), tensor: cube },
      { ...layer("x", "int8", [], [0]), tensor: new Tensor("int8", [1, 3, 3, 3], transpose(cube, "NCHW").data) },
    );
    expect(found.status).toBe("differs");
    expect(found.remarks[0]).toMatch(/^equal once transposed/);
  });
});

describe("matching", () => {
  test("by id; by the id as a file name spells it; the rest is listed", () => {
    const a = trace(
      layer("reshape_nop@3", "int8", [1], [1]),
      layer("only a", "int8", [1], [1]),
      layer("y:1", "int8", [1], [1]),
    );
    const b = trace(
      layer("reshape_nop_3", "int8", [1], [1]),
      layer("y:1", "int8", [1], [2]),
      layer("only b", "int8", [1], [1]),
    );
    const result = diff(a, b);
    expect(result.layers.map(({ id, status }) => [id, status])).toEqual([
      ["reshape_nop@3", "equal"],
      ["y:1", "differs"],
    ]);
    expect(result).toMatchObject({ first: "y:1", onlyA: ["only a"], onlyB: ["only b"] });
  });

  test("nothing in common", () => {
    expect(diff(trace(layer("x", "int8", [1], [1])), trace(layer("y", "int8", [1], [1]))).verdict).toBe("unknown");
  });
});

describe("floats", () => {
  test("against integers: in steps of their scale, half a step being the integer's own rounding", () => {
    const found = one(layer("x", "float32", [3], [0.5, 0.26, 1]), layer("x", "int8", [3], [2, 1, 7], -2));
    expect(found.entire).toMatchObject({ unit: "steps", differing: 1, largest: 3 });
    expect(found.entire!.first).toMatchObject({ index: 2, a: 4, b: 7 });
  });

  test("NaN equals NaN; a NaN on one side differs and spoils nothing else", () => {
    const found = one(
      layer("x", "float32", [3], [Number.NaN, 1, 1]),
      layer("x", "float32", [3], [Number.NaN, Number.NaN, 1]),
    );
    expect(found.entire).toMatchObject({ differing: 1, largest: Infinity, mae: 0, cosine: 1 });
  });
});

describe("where", () => {
  const image = (edit: (data: Int8Array) => void) => {
    const data = Int8Array.from({ length: 64 * 16 }, (_, i) => i % 50);
    edit(data);
    return { ...layer("x", "int8", [], [0]), op: "esp.conv2d", tensor: new Tensor("int8", [1, 8, 8, 16], data) };
  };

  test("a constant error, and its place in the flat tensor", () => {
    const { pattern } = one(
      image(() => {}),
      image((data) =>
        data.set(
          data.subarray(600).map((value) => value + 1),
          600,
        ),
      ),
    );
    expect(pattern!.text).toContain("always +1");
    expect(pattern!.text).toContain("nothing before element 600 of 1024");
    expect(pattern!.range).toEqual([600, 1023]);
  });

  test("wrapped values", () => {
    const wide = layer("x", "int32", [4], [300, -200, 5, 260]);
    const { pattern } = one(wide, layer("x", "int32", [4], [44, 56, 5, 4]));
    expect(pattern!.text).toContain("every error is a multiple of 256: wrapped instead of saturated");
  });
});

test("two traces of 10 MB are compared", () => {
  const big = (seed: number) =>
    layer(
      `x${seed}`,
      "int8",
      [1, 160, 256, 256],
      Uint8Array.from({ length: 10485760 }, (_, i) => (i * 31) >> 3),
    );
  const a = big(0);
  const data = (a.tensor.data as Int8Array).slice();
  data[10_000_000]! ^= 1;
  const { layers } = diff(trace(a), trace({ ...a, tensor: new Tensor("int8", a.tensor.shape, data) }));
  expect(layers[0]!.entire).toMatchObject({ differing: 1, largest: 1 });
});
