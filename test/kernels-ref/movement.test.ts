import { describe, expect, test } from "vitest";
import { KERNELS, TVM_ARITHMETIC } from "../../kernels-ref/index.js";
import { Tensor } from "../../src/base/tensor/tensor.js";
import { run, tensor } from "./run.js";

const count = (size: number): number[] => Array.from({ length: size }, (_, i) => i);

describe("operators that only move elements", () => {
  test("transpose, of 1-, 2-, 4- and 8-byte elements", () => {
    for (const dtype of ["int8", "int16", "float32", "int64", "float64"] as const) {
      const values = dtype === "int64" ? count(6).map(BigInt) : count(6);
      const turned = run("transpose", [tensor(dtype, [2, 3], values)], { axes: [1, 0] }, dtype, [3, 2]);
      expect(turned.toNumbers()).toEqual([0, 3, 1, 4, 2, 5]);
    }
    const reversed = run("transpose", [tensor("int8", [1, 2, 3], count(6))], {}, "int8", [3, 2, 1]);
    expect(reversed.toNumbers()).toEqual([0, 3, 1, 4, 2, 5]);
  });

  test("layout_transform there and back", () => {
    const image = tensor("int8", [1, 2, 2, 3], count(12));
    const planes = run("layout_transform", [image], { src_layout: "NHWC", dst_layout: "NCHW" }, "int8", [1, 3, 2, 2]);
    expect(planes.toNumbers()).toEqual([0, 3, 6, 9, 1, 4, 7, 10, 2, 5, 8, 11]);
    const back = run("layout_transform", [planes], { src_layout: "NCHW", dst_layout: "NHWC" }, "int8", [1, 2, 2, 3]);
    expect(back).toEqual(image);
  });

  test("a NaN keeps its bits", () => {
    const data = new Float32Array(Uint32Array.of(0x7fa00001, 0xffc12345).buffer);
    const moved = run("reshape", [new Tensor("float32", [2], data)], {}, "float32", [1, 2]);
    expect(Array.from(new Uint32Array((moved.data as Float32Array).buffer))).toEqual([0x7fa00001, 0xffc12345]);
  });

  test("expand_dims, squeeze, nn.batch_flatten keep the elements and their order", () => {
    const x = tensor("int16", [1, 2, 2], [1, 2, 3, 4]);
    expect(run("expand_dims", [x], { axis: 0 }, "int16", [1, 1, 2, 2]).toNumbers()).toEqual([1, 2, 3, 4]);
    expect(run("squeeze", [x], { axis: [0] }, "int16", [2, 2]).toNumbers()).toEqual([1, 2, 3, 4]);
    expect(run("nn.batch_flatten", [x], {}, "int16", [1, 4]).toNumbers()).toEqual([1, 2, 3, 4]);
  });

  test("repeat, broadcast_to, full, zeros", () => {
    const x = tensor("int8", [2, 1], [1, 2]);
    expect(run("repeat", [x], { repeats: 2, axis: 0 }, "int8", [4, 1]).toNumbers()).toEqual([1, 1, 2, 2]);
    expect(run("repeat", [x], { repeats: 2, axis: -1 }, "int8", [2, 2]).toNumbers()).toEqual([1, 1, 2, 2]);
    expect(run("broadcast_to", [x], { shape: [2, 3] }, "int8", [2, 3]).toNumbers()).toEqual([1, 1, 1, 2, 2, 2]);
    const like = tensor("int8", [2, 2], [0, 0, 0, 0]);
    expect(run("broadcast_to_like", [x, like], {}, "int8", [2, 2]).toNumbers()).toEqual([1, 1, 2, 2]);
    expect(run("full", [tensor("int64", [], [2n ** 40n])], {}, "int64", [2]).toNumbers()).toEqual([2 ** 40, 2 ** 40]);
    expect(run("zeros", [], {}, "int64", [2]).toNumbers()).toEqual([0, 0]);
  });

  test("concatenate and split undo each other", () => {
    const a = tensor("int8", [2, 1], [1, 4]);
    const b = tensor("int8", [2, 2], [2, 3, 5, 6]);
    const joined = run("concatenate", [a, b], { axis: 1 }, "int8", [2, 3]);
    expect(joined.toNumbers()).toEqual([1, 2, 3, 4, 5, 6]);
    const pieces = [Tensor.zeros("int8", [2, 1]), Tensor.zeros("int8", [2, 2])];
    KERNELS.get("split")!([joined], { axis: -1 }, pieces, TVM_ARITHMETIC);
    expect(pieces).toEqual([a, b]);
  });

  test("pad: asymmetric, with a value of another dtype, of a scalar's own", () => {
    const x = tensor("int8", [1, 2, 1], [1, 2]);
    const attributes = {
      pad_width: [
        [0, 0],
        [1, 2],
        [0, 1],
      ],
    };
    const padded = run("nn.pad", [x, tensor("int32", [], [-7])], attributes, "int8", [1, 5, 2]);
    expect(padded.toNumbers()).toEqual([-7, -7, 1, -7, 2, -7, -7, -7, -7, -7]);
    const zero = tensor("int32", [], [0]);
    expect(() =>
      run(
        "nn.pad",
        [x, zero],
        {
          pad_width: [
            [0, 0],
            [-1, 0],
            [0, 0],
          ],
        },
        "int8",
        [1, 1, 1],
      ),
    ).toThrow(/≥ 0/);
    expect(() => run("nn.pad", [x, zero], { ...attributes, pad_mode: "edge" }, "int8", [1, 5, 2])).toThrow(/edge/);
  });

  test("arrays without elements", () => {
    expect(run("transpose", [tensor("int8", [0, 2], [])], { axes: [1, 0] }, "int8", [2, 0]).size).toBe(0);
  });
});

describe("reductions", () => {
  const x = tensor("int32", [2, 3], [1, 5, 5, 7, -1, 2]);
  test("sum wraps and keeps order", () => {
    expect(run("sum", [x], { axis: [0] }, "int32", [3]).toNumbers()).toEqual([8, 4, 7]);
    expect(run("sum", [x], { axis: [-1], keepdims: true }, "int32", [2, 1]).toNumbers()).toEqual([11, 8]);
    expect(run("sum", [x], { axis: [0], exclude: true }, "int32", [2]).toNumbers()).toEqual([11, 8]);
    expect(run("sum", [tensor("int32", [2], [2 ** 31 - 1, 1])], {}, "int32", []).toNumbers()).toEqual([-(2 ** 31)]);
    const floats = tensor("float32", [3], [2 ** 24, 1, 1]);
    expect(run("sum", [floats], {}, "float32", []).toNumbers()).toEqual([2 ** 24]);
  });

  test("mean, argmax with ties, softmax", () => {
    const floats = tensor("float32", [2, 2], [1, 2, 3, 5]);
    expect(run("mean", [floats], { axis: [1] }, "float32", [2]).toNumbers()).toEqual([1.5, 4]);
    expect(run("argmax", [x], { axis: [1] }, "int32", [2]).toNumbers()).toEqual([1, 0]);
    expect(run("argmax", [x], { axis: [1], select_last_index: true }, "int64", [2]).toNumbers()).toEqual([2, 0]);
    const logits = tensor("float32", [2, 2], [1000, 1000, 0, 0]);
    expect(run("nn.softmax", [logits], { axis: 1 }, "float32", [2, 2]).toNumbers()).toEqual([0.5, 0.5, 0.5, 0.5]);
    expect(run("nn.softmax", [logits], { axis: 0 }, "float32", [2, 2]).toNumbers()).toEqual([1, 1, 0, 0]);
  });
});
