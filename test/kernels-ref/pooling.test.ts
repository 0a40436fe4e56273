import { describe, expect, test } from "vitest";
import { run, tensor } from "./run.js";

const image = tensor("float32", [1, 1, 3, 3], [1, 2, 3, 4, 5, 6, 7, 8, 9]);

describe("nn.max_pool2d", () => {
  test("asymmetric padding counts as the lowest value", () => {
    const x = tensor("int8", [1, 2, 2, 1], [-128, -100, -90, -80]);
    const attributes = { pool_size: [2, 2], strides: [2, 2], padding: [1, 1, 0, 0], layout: "NHWC", ceil_mode: true };
    expect(run("nn.max_pool2d", [x], attributes, "int8", [1, 2, 2, 1]).toNumbers()).toEqual([-128, -100, -90, -80]);
  });

  test("ceil_mode: the last window hangs over", () => {
    const attributes = { pool_size: [2, 2], strides: [2, 2], padding: [0, 0, 0, 0], ceil_mode: true };
    expect(run("nn.max_pool2d", [image], attributes, "float32", [1, 1, 2, 2]).toNumbers()).toEqual([5, 6, 8, 9]);
  });

  test("dilation, NHWC, int32", () => {
    const x = tensor("int32", [1, 3, 3, 1], [9, 2, 3, 4, 5, 6, 7, 8, 1]);
    const attributes = { pool_size: [2, 2], dilation: [2, 2], layout: "NHWC" };
    expect(run("nn.max_pool2d", [x], attributes, "int32", [1, 1, 1, 1]).toNumbers()).toEqual([9]);
  });

  test("a window of padding alone gives the dtype's lowest value; other dtypes are refused", () => {
    const attributes = { pool_size: [1, 1], padding: [1, 0, 0, 0] };
    expect(
      run("nn.max_pool2d", [tensor("int8", [1, 1, 1, 1], [5])], attributes, "int8", [1, 1, 2, 1]).toNumbers(),
    ).toEqual([-128, 5]);
    expect(() =>
      run("nn.max_pool2d", [tensor("int64", [1, 1, 1, 1], [5n])], attributes, "int64", [1, 1, 2, 1]),
    ).toThrow(/int64/);
  });
});

describe("nn.avg_pool2d", () => {
  const attributes = { pool_size: [2, 2], strides: [2, 2], padding: [1, 1, 0, 0] };
  test("padding is not counted", () => {
    expect(run("nn.avg_pool2d", [image], attributes, "float32", [1, 1, 2, 2]).toNumbers()).toEqual([1, 2.5, 5.5, 7]);
  });

  test("unless count_include_pad", () => {
    const counted = run("nn.avg_pool2d", [image], { ...attributes, count_include_pad: true }, "float32", [1, 1, 2, 2]);
    expect(counted.toNumbers()).toEqual([0.25, 1.25, 2.75, 7]);
  });

  test("what ceil_mode hangs over is never counted", () => {
    const ceil = { pool_size: [2, 2], strides: [2, 2], padding: [0, 0, 0, 0], ceil_mode: true };
    const expected = [3, 4.5, 7.5, 9];
    expect(run("nn.avg_pool2d", [image], ceil, "float32", [1, 1, 2, 2]).toNumbers()).toEqual(expected);
    const included = run("nn.avg_pool2d", [image], { ...ceil, count_include_pad: true }, "float32", [1, 1, 2, 2]);
    expect(included.toNumbers()).toEqual(expected);
  });

  test("int32 truncates toward zero", () => {
    const x = tensor("int32", [1, 1, 2, 2], [-1, -1, -1, 0]);
    expect(
      run("nn.avg_pool2d", [x], { pool_size: [2, 2] }, "int32", [1, 1, 1, 1])
        .toNumbers()
        .map((v) => v + 0),
    ).toEqual([0]);
  });
});

describe("nn.global_avg_pool2d", () => {
  test("NCHW and NHWC", () => {
    expect(run("nn.global_avg_pool2d", [image], {}, "float32", [1, 1, 1, 1]).toNumbers()).toEqual([5]);
    const x = tensor("float32", [1, 2, 1, 2], [1, 10, 3, 30]);
    expect(run("nn.global_avg_pool2d", [x], { layout: "NHWC" }, "float32", [1, 1, 1, 2]).toNumbers()).toEqual([2, 20]);
  });
});

test("esp.global_avg_pool2d: the mean of what each int8 stands for", () => {
  const table = Array.from({ length: 256 }, (_, i) => Math.max(i - 128, 0) / 2);
  const x = tensor("int8", [1, 2, 1, 2], [-128, 1, 127, 4]);
  const mean = (layout: string, shape: number[]) =>
    run("esp.global_avg_pool2d", [x], { layout, table }, "float32", shape);
  expect(mean("NHWC", [1, 1, 1, 2]).toNumbers()).toEqual([31.75, 1.25]);
  expect(mean("NCHW", [1, 2, 1, 1]).toNumbers()).toEqual([0.25, 32.75]);
});

describe("image.resize2d", () => {
  const line = tensor("float32", [1, 1, 1, 2], [0, 4]);
  const resize = (attributes: Record<string, string>): number[] =>
    run("image.resize2d", [line], attributes, "float32", [1, 1, 1, 4]).toNumbers();

  test("linear", () => {
    expect(resize({})).toEqual([0, 1, 3, 4]);
    expect(resize({ coordinate_transformation_mode: "asymmetric" })).toEqual([0, 2, 4, 4]);
    expect(resize({ coordinate_transformation_mode: "align_corners" })[1]).toBeCloseTo(4 / 3, 6);
    expect(resize({ coordinate_transformation_mode: "pytorch_half_pixel" })).toEqual([0, 1, 3, 4]);
  });

  test("linear on int8 truncates toward zero", () => {
    const x = tensor("int8", [1, 1, 2, 1], [-3, 0]);
    const out = run("image.resize2d", [x], { layout: "NHWC" }, "int8", [1, 1, 4, 1]);
    expect(out.toNumbers()).toEqual([-3, -2, 0, 0]);
  });

  test("nearest_neighbor in every rounding", () => {
    const nearest = (rounding_method: string): number[] =>
      resize({ method: "nearest_neighbor", coordinate_transformation_mode: "asymmetric", rounding_method });
    expect(nearest("floor")).toEqual([0, 0, 4, 4]);
    expect(nearest("ceil")).toEqual([0, 4, 4, 4]);
    expect(nearest("round")).toEqual([0, 4, 4, 4]);
    expect(nearest("round_prefer_floor")).toEqual([0, 0, 4, 4]);
    expect(nearest("round_prefer_ceil")).toEqual([0, 4, 4, 4]);
    expect(nearest("")).toEqual([0, 0, 4, 4]);
    expect(
      resize({
        method: "nearest_neighbor",
        coordinate_transformation_mode: "tf_half_pixel_for_nn",
        rounding_method: "floor",
      }),
    ).toEqual([0, 0, 4, 4]);
  });

  test("refuses what it does not know", () => {
    expect(() => resize({ method: "cubic" })).toThrow(/cubic/);
    expect(() => resize({ coordinate_transformation_mode: "odd" })).toThrow(/odd/);
    expect(() => resize({ rounding_method: "odd" })).toThrow(/odd/);
    expect(() => resize({ layout: "HWC" })).toThrow(/NHWC or NCHW/);
  });
});
