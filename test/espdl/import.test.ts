import { describe, expect, it } from "vitest";
import { Tensor } from "../../src/base/tensor/tensor.js";
import { compileEspdl } from "../../src/espdl/compile.js";
import type { EspdlModel, EspdlNode, EspdlTensor } from "../../src/espdl/model.js";
import { rawExponentMismatches } from "../../src/espdl/raw-exponents.js";
import { runEspdl } from "../../src/espdl/run.js";
import { tensor } from "../kernels-ref/run.js";
import { handMade, initializer, type Made, node } from "./hand-made.js";

const int8: Made = { dtype: "int8" };
const int16: Made = { dtype: "int16", exponents: [-12] };

/** One node on one input `x`, its result `y`. */
function single(opNode: EspdlNode, x: Tensor, y: Made, initializers: readonly EspdlTensor[] = []): EspdlModel {
  const exponents = x.dtype === "int16" ? [-12] : [-5];
  return handMade({ x: { dtype: x.dtype, dims: x.shape, exponents } }, [opNode], { y }, initializers);
}

function run(model: EspdlModel, x: Tensor, chip: "c" | "esp32s3" | "esp32p4" = "c"): number[] {
  return runEspdl(model, new Map([["x", x]]), { chip })
    .tensors.get("y")!
    .toNumbers();
}

const row = (values: readonly number[], dtype: "int8" | "int16" = "int8") => tensor(dtype, [1, values.length], values);
const indices = (name: string, values: readonly bigint[]) =>
  initializer(name, tensor("int64", [values.length], values), [0]);

describe("operators that no vector holds", () => {
  it("PRelu with one slope a channel", () => {
    const x = tensor("int8", [1, 1, 2, 2], [-8, -8, 3, -4]);
    const alpha = initializer("alpha", tensor("int8", [2, 1, 1], [16, 64]), [-6]);
    expect(run(single(node("PRelu", ["x", "alpha"], ["y"]), x, int8, [alpha]), x)).toEqual([-2, -8, 3, -4]);
  });

  it("Swish, by table in int8 and by formula in int16", () => {
    const table = initializer(
      "table",
      tensor(
        "int8",
        [256],
        Array.from({ length: 256 }, (_, i) => (i - 128) >> 1),
      ),
    );
    const x = row([-128, -1, 64]);
    expect(run(single(node("Swish", ["x"], ["y"], { lut: "table" }), x, int8, [table]), x)).toEqual([-64, -1, 32]);
    const wide = row([4096, -4096], "int16");
    const expected = [1, -1].map((value) => Math.round((value / (1 + Math.exp(-value))) * 4096));
    expect(run(single(node("Swish", ["x"], ["y"]), wide, int16), wide)).toEqual(expected);
  });

  it("Gelu and LUT, by table only", () => {
    const table = initializer(
      "table",
      tensor(
        "int16",
        [257],
        Array.from({ length: 257 }, (_, i) => i - 128),
      ),
      [-12],
    );
    const x = row([-32768, 0, 32767], "int16");
    for (const op of ["Gelu", "LUT"])
      expect(run(single(node(op, ["x"], ["y"], { lut: "table" }), x, int16, [table]), x)).toEqual([-128, 0, 128]);
    expect(() => run(single(node("Gelu", ["x"], ["y"]), x, int16), x)).toThrow("gelu: Gelu: a table is needed");
  });

  it("Identity and StreamingCache", () => {
    const x = tensor("int8", [1, 2, 1], [5, 6]);
    expect(run(single(node("Identity", ["x"], ["y"]), x, int8), x)).toEqual([5, 6]);
    const cache = node("StreamingCache", ["x"], ["y"], { window_size: 3, frame_axis: 1 });
    expect(run(single(cache, x, int8), x)).toEqual([0, 0, 5, 6]);
  });

  it("MatMul of two computed matrices, packed for the chip", () => {
    const nodes = [node("MatMul", ["x", "b"], ["y"])];
    const model = handMade({ x: { ...int8, dims: [1, 2] }, b: { ...int8, dims: [2, 17] } }, nodes, {
      y: { ...int8, exponents: [-10] },
    });
    const b = tensor(
      "int8",
      [2, 17],
      Array.from({ length: 34 }, (_, i) => i),
    );
    const x = tensor("int8", [1, 2], [1, 2]);
    const of = (chip: "c" | "esp32s3") =>
      runEspdl(
        model,
        new Map([
          ["x", x],
          ["b", b],
        ]),
        { chip },
      )
        .tensors.get("y")!
        .toNumbers();
    expect(of("c")).toEqual(Array.from({ length: 17 }, (_, n) => 2 * n + 2 * (2 * n + 1)));
    expect(of("esp32s3")).toEqual([...Array.from({ length: 16 }, (_, n) => n + 2 * (n + 16)), 32 + 66]);
  });

  it("Split makes one layer for each output", () => {
    const x = row([1, 2, 3]);
    const nodes = [node("Split", ["x", "sizes"], ["a", "b"], { axis: -1 }), node("Neg", ["b"], ["y"])];
    const model = handMade({ x: { ...int8, dims: [1, 3] } }, nodes, { a: int8, b: int8, y: int8 }, [
      indices("sizes", [1n, 2n]),
    ]);
    const { trace } = runEspdl(model, new Map([["x", x]]), { chip: "c" });
    expect(trace.layers.map(({ id, onnx }) => [id, onnx.join()])).toEqual([
      ["x", ""],
      ["a", "split"],
      ["b", "split"],
      ["y", "neg"],
    ]);
    expect(trace.layers.map(({ tensor: { shape } }) => shape)).toEqual([
      [1, 3],
      [1, 1],
      [1, 2],
      [1, 2],
    ]);
  });
});

describe("compileEspdl", () => {
  it("names layers after tensors and gives exponents and nodes", () => {
    const x = tensor("int8", [1, 2, 2, 1], [1, 2, 3, 4]);
    const weight = initializer("w", tensor("int8", [1, 1, 1, 2], [3, 4]), [-6, -7]);
    const conv = node("Conv", ["x", "w"], ["y"], { kernel_shape: [1, 1] });
    const program = compileEspdl(single(conv, x, { ...int8, exponents: [-4] }, [weight]), { chip: "esp32p4" });
    expect(program.layers.map(({ kind, id, exponent, onnx }) => ({ kind, id, exponent, onnx }))).toEqual([
      { kind: "input", id: "x", exponent: -5, onnx: [] },
      { kind: "param", id: "w", exponent: [-6, -7], onnx: [] },
      { kind: "call", id: "y", exponent: -4, onnx: ["conv"] },
    ]);
    expect(program.tensors.get("y")).toEqual({ layer: 2, output: 0 });
    expect(program.layers[2]).toMatchObject({ op: "espdl.conv", attributes: { shift: [7, 8] } });
  });

  it("finds operators that mix exponents without looking at them", () => {
    const nodes = [node("Add", ["x", "z"], ["y"])];
    const inputs = { x: { ...int8, dims: [1, 2] }, z: { dtype: "int8" as const, dims: [1, 2], exponents: [-6] } };
    const [found] = rawExponentMismatches(compileEspdl(handMade(inputs, nodes, { y: int8 }), { chip: "c" }));
    expect(found).toMatchObject({ layer: { id: "y" }, exponents: [-5, -6, -5] });
  });
});

describe("what the chip's runtime does not run", () => {
  const x = tensor("int8", [1, 4, 4, 4], new Array(64).fill(1));
  const weight = initializer("w", tensor("int8", [1, 1, 4, 4], new Array(16).fill(1)));
  it.each([
    ["an unknown operator", node("Einsum", ["x"], ["y"]), `einsum: the chip's runtime registers no operator "Einsum"`],
    [
      "an unknown tensor",
      node("Relu", ["nowhere"], ["y"]),
      `relu: Relu: input 0 must be made by an earlier node, got the unknown tensor "nowhere"`,
    ],
    [
      "another group",
      node("Conv", ["x", "w"], ["y"], { group: 2 }),
      "conv: espdl.conv: group must be 1 or 4 (as many as channels), got 2",
    ],
    [
      "a fused activation",
      node("Conv", ["x", "w"], ["y"], { activation: "PRelu" }),
      "conv: Conv: the fused activation must be Linear or Relu, got PRelu",
    ],
    [
      "an attribute of another type",
      node("Softmax", ["x"], ["y"], { axis: "last" }),
      "softmax: Softmax: attribute axis must be of type int, got string",
    ],
    [
      "a slope of another length",
      node("PRelu", ["x", "w"], ["y"]),
      "prelu: espdl.prelu: the slope must be int8 [4] or [1], got int8[16]",
    ],
    [
      "scales of another rank",
      node("Resize", ["x", "", "w"], ["y"], { mode: "nearest" }),
      "resize: espdl.resize: int8[1, 4, 4, 4] cannot take 14 scales",
    ],
  ])("%s", (_, opNode, message) => {
    expect(() => run(single(opNode, x, int8, [weight]), x)).toThrow(message);
  });

  it("int16 Resize, exponents that are missing or wild, kernels of another dtype", () => {
    const wide = tensor("int16", [1, 2, 2, 1], [1, 2, 3, 4]);
    const scales = initializer("s", tensor("float32", [4], [1, 1, 2, 2]), [0]);
    const resize = node("Resize", ["x", "", "s"], ["y"], { mode: "nearest" });
    expect(() => run(single(resize, wide, int16, [scales]), wide)).toThrow("the data must be int8, got int16");
    const mul = node("Mul", ["x", "x"], ["y"]);
    expect(() => run(single(mul, x, { dtype: "int8", exponents: [] }), x)).toThrow(
      `tensor "y" must have an exponent, got none`,
    );
    expect(() => run(single(mul, x, { dtype: "int8", exponents: [999] }), x)).toThrow(
      `the exponent of tensor "y" must lie in ±64, got 999`,
    );
    const kernel = initializer("k", Tensor.zeros("float32", [1, 1, 4, 4]));
    expect(() => run(single(node("Conv", ["x", "k"], ["y"]), x, int8, [kernel]), x)).toThrow(
      "conv: Conv: the kernel must be int8 or int16, got float32",
    );
  });

  it("tensors for no ESP32", () => {
    const pads = indices("p", [0n, 0n, 0n, 0n, 0n, 2n ** 30n, 2n ** 30n, 0n]);
    expect(() => run(single(node("Pad", ["x", "p"], ["y"]), x, int8, [pads]), x)).toThrow(
      "pad: espdl.pad: the result int8[1, 1073741828, 1073741828, 4] is too large",
    );
  });
});
