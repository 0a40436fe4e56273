import { describe, expect, it } from "vitest";
import type { DType } from "../../../src/base/tensor/dtype.js";
import { Tensor } from "../../../src/base/tensor/tensor.js";
import { call, constant, graphInput } from "../../../src/ir/graph/build.js";
import { castTensor, evaluate } from "../../../src/ir/graph/evaluate.js";
import type { Attributes, Value } from "../../../src/ir/graph/graph.js";
import { inferType } from "../../../src/ir/graph/infer.js";
import { OPERATORS } from "../../../src/ir/graph/operators/table.js";

const value = (shape: readonly number[], dtype: DType = "float32"): Value => graphInput("x", { dtype, shape });
const shapeOf = (op: string, shapes: readonly (readonly number[])[], attributes: Attributes = {}): readonly number[] =>
  call(
    op,
    shapes.map((shape) => value(shape)),
    attributes,
  ).type.shape;

describe("type relations", () => {
  it.each<[string, number[][], Attributes, number[]]>([
    [
      "add",
      [
        [1, 4, 1],
        [3, 1, 5],
      ],
      {},
      [3, 4, 5],
    ],
    [
      "nn.conv2d",
      [
        [1, 3, 8, 8],
        [4, 3, 3, 3],
      ],
      { channels: 4, kernel_size: [3, 3], strides: [2, 2], padding: [0, 1, 1, 0] },
      [1, 4, 4, 4],
    ],
    [
      "nn.conv2d",
      [
        [1, 8, 8, 4],
        [3, 3, 4, 1],
      ],
      { channels: 4, groups: 4, kernel_size: [3, 3], data_layout: "NHWC", kernel_layout: "HWOI" },
      [1, 6, 6, 4],
    ],
    [
      "nn.conv2d_transpose",
      [
        [1, 8, 8, 8],
        [8, 4, 2, 2],
      ],
      { channels: 4, kernel_size: [2, 2], strides: [2, 2] },
      [1, 4, 16, 16],
    ],
    ["nn.max_pool2d", [[1, 2, 5, 5]], { pool_size: [2, 2], strides: [2, 2], ceil_mode: true }, [1, 2, 3, 3]],
    ["nn.avg_pool2d", [[1, 5, 5, 2]], { pool_size: [3, 3], layout: "NHWC" }, [1, 3, 3, 2]],
    [
      "nn.dense",
      [
        [2, 5, 3],
        [7, 3],
      ],
      { units: 7 },
      [2, 5, 7],
    ],
    ["reshape", [[2, 3, 4]], { newshape: [0, -1] }, [2, 12]],
    ["expand_dims", [[2]], { axis: 1, num_newaxis: 2 }, [2, 1, 1]],
    ["squeeze", [[1, 2, 1]], { axis: [-1] }, [1, 2]],
    ["transpose", [[1, 2, 3]], { axes: [0, -1, 1] }, [1, 3, 2]],
    ["layout_transform", [[1, 2, 3, 4]], { src_layout: "NCHW", dst_layout: "NHWC" }, [1, 3, 4, 2]],
    [
      "nn.pad",
      [[1, 2], []],
      {
        pad_width: [
          [0, 1],
          [2, 0],
        ],
      },
      [2, 4],
    ],
    [
      "concatenate",
      [
        [1, 2],
        [1, 3],
      ],
      { axis: 1 },
      [1, 5],
    ],
    ["repeat", [[1, 2]], { repeats: 3, axis: -1 }, [1, 6]],
    ["mean", [[1, 2, 3]], { axis: [1], keepdims: true }, [1, 1, 3]],
    ["image.resize2d", [[1, 2, 3, 4]], { size: [6, 8], roi: [0, 0, 0, 0] }, [1, 2, 6, 8]],
  ])("%s of %j", (op, shapes, attributes, result) => {
    expect(shapeOf(op, shapes, attributes)).toEqual(result);
  });

  it.each<[string, number[][], Attributes, string]>([
    ["add", [[2], [3]], {}, "shapes [2] and [3] do not broadcast"],
    ["reshape", [[6]], { newshape: [4] }, "float32[6] cannot be reshaped to [4]"],
    ["squeeze", [[2, 1]], { axis: [0] }, "axis 0 of float32[2, 1] is not 1"],
    ["transpose", [[2, 3]], { axes: [0, 0] }, "axes [0, 0] do not permute 2 dimensions"],
    [
      "nn.conv2d",
      [
        [1, 3, 8, 8],
        [4, 2, 3, 3],
      ],
      { channels: 4, kernel_size: [3, 3] },
      "the kernel must have 3 input channels a group",
    ],
    ["nn.max_pool2d", [[1, 1, 2, 2]], { pool_size: [3, 3] }, "a 3×3 window does not fit"],
    ["nn.relu", [[1]], { slope: 1 }, "nn.relu has no attribute slope"],
    ["clip", [[1]], { a_min: 0 }, "clip needs the attribute a_max"],
    ["clip", [[1]], { a_min: "0", a_max: 1 }, "clip.a_min must be of kind float"],
    ["broadcast_to", [[1]], { shape: [2 ** 20, 2 ** 20] }, "is too large"],
    ["no_such_op", [[1]], {}, "the IR has no operator no_such_op"],
  ])("%s refuses %j %j", (op, shapes, attributes, message) => {
    expect(() => shapeOf(op, shapes, attributes)).toThrow(message);
  });

  it("takes operands of one dtype only", () => {
    expect(() => call("add", [value([1]), value([1], "int8")])).toThrow("both operands must have one dtype");
  });

  it("gives every operator a default or a demand for each attribute", () => {
    for (const [name, rule] of OPERATORS) {
      expect(new Set(rule.attributes.map((spec) => spec.name)).size, name).toBe(rule.attributes.length);
    }
    expect(() => inferType("split", [{ dtype: "int8", shape: [5] }], { indices_or_sections: 2, axis: 0 })).toThrow(
      "5 does not divide into 2 equal parts",
    );
  });
});

describe("evaluate", () => {
  it("permutes axes", () => {
    const tensor = new Tensor("int8", [2, 3], Int8Array.of(1, 2, 3, 4, 5, 6));
    const turned = evaluate("transpose", [tensor], { axes: [1, 0] });
    expect(turned?.shape).toEqual([3, 2]);
    expect(turned?.toNumbers()).toEqual([1, 4, 2, 5, 3, 6]);
  });

  it("wraps integers and rounds floats to their own width", () => {
    const big = constant(Tensor.scalar("int32", 2 ** 31 - 1)).tensor;
    expect(evaluate("add", [big, Tensor.scalar("int32", 1)], {})?.item()).toBe(-(2 ** 31));
    const third = evaluate("multiply", [Tensor.scalar("float32", 0.1), Tensor.scalar("float32", 0.1)], {});
    expect(third?.item()).toBe(Math.fround(Math.fround(0.1) * Math.fround(0.1)));
    expect(castTensor(Tensor.scalar("float32", -1.9), "int64").data[0]).toBe(-1n);
  });

  it("broadcasts", () => {
    const row = new Tensor("int32", [2], Int32Array.of(1, 2));
    const column = new Tensor("int32", [2, 1], Int32Array.of(10, 20));
    expect([...(evaluate("add", [row, column], {})!.data as Int32Array)]).toEqual([11, 12, 21, 22]);
  });

  it("makes no constant that is far larger than its source", () => {
    expect(evaluate("broadcast_to", [Tensor.scalar("int8", 7)], { shape: [1024] })!.size).toBe(1024);
    expect(evaluate("broadcast_to", [Tensor.scalar("int8", 7)], { shape: [1025] })).toBeUndefined();
  });

  it("leaves quantization alone", () => {
    const scale = [Tensor.scalar("float32", 1), Tensor.scalar("float32", 0.5), Tensor.scalar("int32", 0)];
    expect(evaluate("qnn.quantize", scale, { out_dtype: "int8" })).toBeUndefined();
  });
});
