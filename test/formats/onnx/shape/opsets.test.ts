import { describe, expect, test } from "vitest";
import { floats, int64, type ModelSpec, numbers, shapesOf } from "./build.js";

const shapeOf = (spec: ModelSpec): unknown => shapesOf(spec).y;

describe("what was an attribute became an input", () => {
  const inputs = { x: [2, 1, 6, 4] };

  test.each([7, 12])("axes of Squeeze and Unsqueeze, opset %i", (opset) => {
    expect(shapeOf({ inputs, opset, nodes: [["Squeeze", ["x"], ["y"], { axes: [1] }]] })).toEqual([2, 6, 4]);
    expect(shapeOf({ inputs, opset, nodes: [["Unsqueeze", ["x"], ["y"], { axes: [0, -1] }]] })).toEqual([
      1, 2, 1, 6, 4, 1,
    ]);
  });

  test.each([13, 21])("axes of Squeeze and Unsqueeze, opset %i", (opset) => {
    const initializers = { axes: int64(1), ends: int64(0, -1) };
    expect(shapeOf({ inputs, opset, initializers, nodes: [["Squeeze", ["x", "axes"], ["y"]]] })).toEqual([2, 6, 4]);
    expect(shapeOf({ inputs, opset, initializers, nodes: [["Squeeze", ["x"], ["y"]]] })).toEqual([2, 6, 4]);
    expect(shapeOf({ inputs, opset, initializers, nodes: [["Unsqueeze", ["x", "ends"], ["y"]]] })).toEqual([
      1, 2, 1, 6, 4, 1,
    ]);
  });

  test("axes of reductions", () => {
    const initializers = { axes: int64(2, -1), none: int64() };
    const mean = ["ReduceMean", ["x"], ["y"], { axes: [2, 3], keepdims: 0 }] as const;
    expect(shapeOf({ inputs, opset: 13, nodes: [mean] })).toEqual([2, 1]);
    expect(shapeOf({ inputs, opset: 18, initializers, nodes: [["ReduceMean", ["x", "axes"], ["y"]]] })).toEqual([
      2, 1, 1, 1,
    ]);
    expect(shapeOf({ inputs, opset: 13, initializers, nodes: [["ReduceSum", ["x", "axes"], ["y"]]] })).toEqual([
      2, 1, 1, 1,
    ]);
    expect(shapeOf({ inputs, opset: 11, nodes: [["ReduceSum", ["x"], ["y"], { keepdims: 0 }]] })).toEqual([]);
    const noop = ["ReduceSum", ["x", "none"], ["y"], { noop_with_empty_axes: 1 }] as const;
    expect(shapeOf({ inputs, opset: 13, initializers, nodes: [noop] })).toEqual([2, 1, 6, 4]);
  });

  test("sizes of Split", () => {
    const split = (opset: number, given: ModelSpec["nodes"][number], initializers = {}): unknown => {
      const { a, b } = shapesOf({ inputs, opset, initializers, nodes: [given] });
      return [a?.[2], b?.[2]];
    };
    expect(split(11, ["Split", ["x"], ["a", "b"], { axis: 2, split: [1, 5] }])).toEqual([1, 5]);
    expect(split(13, ["Split", ["x", "sizes"], ["a", "b"], { axis: 2 }], { sizes: int64(2, 4) })).toEqual([2, 4]);
    expect(split(18, ["Split", ["x"], ["a", "b"], { axis: 2, num_outputs: 2 }])).toEqual([3, 3]);
  });

  test("an uneven Split is smaller at its end from opset 18 on", () => {
    const { a, c } = shapesOf({
      inputs: { x: [7] },
      opset: 18,
      nodes: [["Split", ["x"], ["a", "b", "c"], { axis: 0, num_outputs: 3 }]],
    });
    expect([a, c]).toEqual([[3], [1]]);
  });

  test("bounds of Slice", () => {
    const old = ["Slice", ["x"], ["y"], { starts: [1, -3], ends: [2, 2 ** 31 - 1], axes: [0, 2] }] as const;
    expect(shapeOf({ inputs, opset: 9, nodes: [old] })).toEqual([1, 1, 3, 4]);
    const initializers = { s: int64(5), e: int64(-7), a: int64(2), t: int64(-2) };
    expect(shapeOf({ inputs, opset: 13, initializers, nodes: [["Slice", ["x", "s", "e", "a", "t"], ["y"]]] })).toEqual([
      2, 1, 3, 4,
    ]);
  });

  test("pads of Pad", () => {
    expect(shapeOf({ inputs, opset: 10, nodes: [["Pad", ["x"], ["y"], { pads: [0, 0, 1, 2, 0, 0, 3, -1] }]] })).toEqual(
      [2, 1, 10, 5],
    );
    const initializers = { pads: int64(1, 2), axes: int64(-1) };
    expect(shapeOf({ inputs, opset: 18, initializers, nodes: [["Pad", ["x", "pads", "", "axes"], ["y"]]] })).toEqual([
      2, 1, 6, 7,
    ]);
  });

  test("scales of Upsample and Resize", () => {
    const scales = numbers(1, 1, 2, 3);
    const upsample = ["Upsample", ["x"], ["y"], { scales: { floats: [1, 1, 2, 3] } }] as const;
    expect(shapeOf({ inputs, opset: 7, nodes: [upsample] })).toEqual([2, 1, 12, 12]);
    const initializers = { scales, hw: numbers(2, 3), sizes: int64(12, 13) };
    expect(shapeOf({ inputs, opset: 9, initializers, nodes: [["Upsample", ["x", "scales"], ["y"]]] })).toEqual([
      2, 1, 12, 12,
    ]);
    expect(shapeOf({ inputs, opset: 10, initializers, nodes: [["Resize", ["x", "scales"], ["y"]]] })).toEqual([
      2, 1, 12, 12,
    ]);
    const some = ["Resize", ["x", "", "hw"], ["y"], { axes: [2, 3] }] as const;
    expect(shapeOf({ inputs, opset: 18, initializers, nodes: [some] })).toEqual([2, 1, 12, 12]);
    const aspect = { axes: [2, 3], keep_aspect_ratio_policy: "not_larger" };
    expect(
      shapeOf({ inputs, opset: 18, initializers, nodes: [["Resize", ["x", "", "", "sizes"], ["y"], aspect]] }),
    ).toEqual([2, 1, 12, 8]);
  });
});

describe("quantized operators", () => {
  test("shapes as the float ones, dtypes of the zero points", () => {
    const scalars = ["s", "z"];
    const shapes = shapesOf({
      inputs: { x: [1, 3, 8, 8] },
      initializers: {
        s: numbers(1),
        z: int64(0),
        w: floats(4, 3, 3, 3),
        fc: floats(10, 4),
      },
      nodes: [
        ["QLinearConv", ["x", ...scalars, "w", ...scalars, ...scalars], ["conv"], { strides: [2, 2] }],
        ["com.microsoft.QLinearAdd", ["conv", ...scalars, "conv", ...scalars, ...scalars], ["sum"]],
        ["com.microsoft.QLinearConcat", [...scalars, "sum", ...scalars, "sum", ...scalars], ["two"], { axis: 1 }],
        ["com.microsoft.QLinearAveragePool", ["sum", ...scalars, ...scalars], ["avg"], { kernel_shape: [3, 3] }],
        ["com.microsoft.QLinearGlobalAveragePool", ["sum", ...scalars, ...scalars], ["gap"]],
        ["Flatten", ["gap"], ["flat"]],
        ["com.microsoft.QGemm", ["flat", ...scalars, "fc", ...scalars, "", ...scalars], ["y"], { transB: 1 }],
      ],
    });
    expect(shapes).toEqual({
      conv: [1, 4, 3, 3],
      sum: [1, 4, 3, 3],
      two: [1, 8, 3, 3],
      avg: [1, 4, 1, 1],
      gap: [1, 4, 1, 1],
      flat: [1, 4],
      y: [1, 10],
    });
  });
});
