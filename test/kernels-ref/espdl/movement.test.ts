import { describe, expect, it } from "vitest";
import { ESPDL_ARITHMETIC } from "../../../kernels-ref/index.js";
import { run, tensor } from "../run.js";

const count = (length: number) => Array.from({ length }, (_, i) => i);

describe("operators that move elements", () => {
  it("space to depth numbers block pixels within a channel; depth to space undoes it", () => {
    const image = tensor("int8", [1, 2, 4, 2], count(16));
    const deep = run(
      "espdl.space_to_depth",
      [image],
      { block_size: 2, layout: "NHWC", mode: "CRD" },
      "int8",
      [1, 1, 2, 8],
    );
    expect(deep.toNumbers()).toEqual([0, 2, 8, 10, 1, 3, 9, 11, 4, 6, 12, 14, 5, 7, 13, 15]);
    const back = run(
      "espdl.depth_to_space",
      [deep],
      { block_size: 2, layout: "NHWC", mode: "CRD" },
      "int8",
      [1, 2, 4, 2],
    );
    expect(back.toNumbers()).toEqual(count(16));
  });

  it("mode DCR numbers the output channel last", () => {
    const deep = tensor("int8", [1, 1, 1, 8], count(8));
    const image = run(
      "espdl.depth_to_space",
      [deep],
      { block_size: 2, layout: "NHWC", mode: "DCR" },
      "int8",
      [1, 2, 2, 2],
    );
    expect(image.toNumbers()).toEqual(count(8));
  });

  it("pads by a constant, the edge, or a mirror", () => {
    const data = tensor("int8", [2, 3], [1, 2, 3, 4, 5, 6]);
    const padded = (mode: string) =>
      run("espdl.pad", [data], { pads: [1, 2, 0, 1], mode, value: 9 }, "int8", [3, 6]).toNumbers();
    expect(padded("constant")).toEqual([9, 9, 9, 9, 9, 9, 9, 9, 1, 2, 3, 9, 9, 9, 4, 5, 6, 9]);
    expect(padded("edge")).toEqual([1, 1, 1, 2, 3, 3, 1, 1, 1, 2, 3, 3, 4, 4, 4, 5, 6, 6]);
    expect(padded("reflect")).toEqual([6, 5, 4, 5, 6, 5, 3, 2, 1, 2, 3, 2, 6, 5, 4, 5, 6, 5]);
  });

  it("slices backwards", () => {
    const data = tensor("int16", [2, 5], count(10));
    const got = run("espdl.slice", [data], { starts: [1, 4], counts: [2, 2], steps: [-1, -3] }, "int16", [2, 2]);
    expect(got.toNumbers()).toEqual([9, 6, 4, 1]);
  });

  it("gathers slices", () => {
    const data = tensor("float32", [2, 3], [0, 1, 2, 3, 4, 5]);
    const got = run("espdl.gather", [data], { axis: 1, indices: [2, 0], indices_shape: [2] }, "float32", [2, 2]);
    expect(got.toNumbers()).toEqual([2, 0, 5, 3]);
  });

  it("inserts zeros between neighbours", () => {
    const data = tensor("int8", [1, 2, 2, 1], [1, 2, 3, 4]);
    const got = run("espdl.insert_zeros", [data], { stride: [2, 1] }, "int8", [1, 3, 3, 1]);
    expect(got.toNumbers()).toEqual([1, 2, 0, 0, 0, 0, 3, 4, 0]);
  });

  it("a streaming cache starts with zeros", () => {
    const data = tensor("int8", [1, 2, 2], [1, 2, 3, 4]);
    expect(run("espdl.streaming_cache", [data], {}, "int8", [1, 4, 2]).toNumbers()).toEqual([0, 0, 0, 0, 1, 2, 3, 4]);
  });

  it("reverses the first steps of each batch", () => {
    const data = tensor("int8", [2, 3, 1], [1, 2, 3, 4, 5, 6]);
    const attributes = { batch_axis: 0, time_axis: 1, lengths: [2, 3] };
    expect(run("espdl.reverse_sequence", [data], attributes, "int8", [2, 3, 1]).toNumbers()).toEqual([
      2, 1, 3, 6, 5, 4,
    ]);
  });

  it("scatters with a reduction that saturates", () => {
    const data = tensor("int8", [4], [100, -100, 5, 7]);
    const updates = tensor("int8", [3], [100, -100, 9]);
    const scatter = (reduction: string) =>
      run("espdl.scatter_nd", [data, updates], { offsets: [0, 1, 1], reduction }, "int8", [4]).toNumbers();
    expect(scatter("none")).toEqual([100, 9, 5, 7]);
    expect(scatter("add")).toEqual([127, -119, 5, 7]);
    expect(scatter("min")).toEqual([100, -100, 5, 7]);
  });

  it("nearest resizing does not saturate: int8 wraps", () => {
    const image = tensor("int8", [1, 1, 2, 1], [100, 3]);
    const attributes = { mode: "nearest", scales: [1, 2], input_exponent: -4, output_exponent: -5 };
    const got = run("espdl.resize", [image], attributes, "int8", [1, 1, 4, 1], ESPDL_ARITHMETIC.c);
    expect(got.toNumbers()).toEqual([-56, -56, 6, 6]);
  });
});
