import { describe, expect, test } from "vitest";
import { inferShapes } from "../../../../src/formats/onnx/shape/infer.js";
import { refusal } from "../refusal.js";
import { buildModel, floats, int64, int64Scalar, type ModelSpec, numbers, shapesOf } from "./build.js";

const CONV: ModelSpec = {
  inputs: { x: ["N", 3, "H", "W"] },
  nodes: [
    ["Conv", ["x", "w"], ["c"], { strides: [2, 2], pads: [1, 1, 1, 1] }],
    ["MaxPool", ["c"], ["p"], { kernel_shape: [2, 2], strides: [2, 2] }],
    ["GlobalAveragePool", ["p"], ["g"]],
    ["Flatten", ["g"], ["f"]],
  ],
  initializers: { w: floats(8, 3, 3, 3) },
};

describe("propagation", () => {
  test("through windows", () => {
    expect(shapesOf(CONV)).toEqual({
      c: ["N", 8, "floor((H + 1)/2)", "floor((W + 1)/2)"],
      p: ["N", 8, "floor((H + 1)/4)", "floor((W + 1)/4)"],
      g: ["N", 8, 1, 1],
      f: ["N", 8],
    });
  });

  test("sizes chosen by the user replace symbols everywhere", () => {
    const model = inferShapes(buildModel({ ...CONV, outputs: ["f"] }), { dims: { N: 1, H: 32, W: 20 } });
    expect(model.graph.inputs[0]?.shape).toEqual([1, 3, 32, 20]);
    expect(model.graph.valueInfo.get("p")?.shape).toEqual([1, 8, 8, 5]);
    expect(model.graph.outputs[0]?.shape).toEqual([1, 8]);
  });

  test("2*N of a Concat, halved again by a Split", () => {
    const shapes = shapesOf({
      inputs: { x: ["N", 4] },
      nodes: [
        ["Concat", ["x", "x"], ["two"], { axis: 0 }],
        ["Split", ["two"], ["a", "b"], { axis: 0 }],
        ["Reshape", ["two", "flat"], ["r"]],
        ["Pad", ["two", "pads"], ["padded"]],
      ],
      initializers: { flat: int64(-1), pads: int64(0, 0, 1, 0) },
    });
    expect(shapes).toEqual({ two: ["2*N", 4], a: ["N", 4], b: ["N", 4], r: ["8*N"], padded: ["2*N + 1", 4] });
  });

  test("Shape → Gather → Concat → Reshape", () => {
    const shapes = shapesOf({
      inputs: { x: ["N", 8, "H", 4] },
      nodes: [
        ["Shape", ["x"], ["s"]],
        ["Gather", ["s", "first"], ["n"]],
        ["Unsqueeze", ["n", "zero"], ["n1"]],
        ["Concat", ["n1", "rest"], ["target"], { axis: 0 }],
        ["Reshape", ["x", "target"], ["y"]],
      ],
      initializers: { first: int64Scalar(0), zero: int64(0), rest: int64(-1) },
    });
    expect(shapes.y).toEqual(["N", "32*H"]);
  });

  test("Shape → Slice → Mul → Cast → Resize to sizes", () => {
    const shapes = shapesOf({
      inputs: { x: ["N", 8, "H", "W"] },
      nodes: [
        ["Shape", ["x"], ["s"]],
        ["Slice", ["s", "two", "four"], ["hw"]],
        ["Slice", ["s", "none", "two"], ["nc"]],
        ["Mul", ["hw", "twice"], ["big"]],
        ["Cast", ["big"], ["big64"], { to: 7 }],
        ["Concat", ["nc", "big64"], ["sizes"], { axis: 0 }],
        ["Resize", ["x", "", "", "sizes"], ["y"]],
      ],
      initializers: { none: int64(0), two: int64(2), four: int64(4), twice: int64(2) },
    });
    expect(shapes.y).toEqual(["N", 8, "2*H", "2*W"]);
  });

  test("the exporters' idiom for expand(-1, …)", () => {
    const shapes = shapesOf({
      inputs: { x: ["N", 1] },
      nodes: [
        ["ConstantOfShape", ["rank"], ["ones"], { value: int64(1) }],
        ["Mul", ["ones", "minus"], ["minuses"]],
        ["Equal", ["target", "minuses"], ["open"]],
        ["Where", ["open", "ones", "target"], ["shape"]],
        ["Expand", ["x", "shape"], ["y"]],
      ],
      initializers: { rank: int64(2), minus: int64(-1), target: int64(-1, 6) },
    });
    expect(shapes.y).toEqual(["N", 6]);
  });

  test("slices count from the end, with steps and without a bound", () => {
    const slice = (start: number, end: number, step: number): unknown =>
      shapesOf({
        inputs: { x: ["N", 10] },
        nodes: [["Slice", ["x", "s", "e", "a", "t"], ["y"]]],
        initializers: { s: int64(start), e: int64(end), a: int64(0), t: int64(step) },
      }).y?.[0];
    expect(slice(1, 2 ** 31 - 1, 1)).toBe("N - 1");
    expect(slice(0, -1, 1)).toBe("N - 1");
    expect(slice(-2, 2 ** 40, 1)).toBe(2);
    expect(slice(0, 2 ** 62, 2)).toBe("floor((N + 1)/2)");
    expect(slice(0, 5, 1)).toBeNull();
  });

  test("Resize with fractional scales", () => {
    const shapes = shapesOf({
      inputs: { x: ["N", 3, "H", "W"] },
      nodes: [["Resize", ["x", "", "scales"], ["y"]]],
      initializers: { scales: numbers(1, 1, 1.5, 2) },
    });
    expect(shapes.y).toEqual(["N", 3, "floor(3*H/2)", "2*W"]);
  });
});

describe("unification", () => {
  test("an operator forces a size, everywhere and backwards", () => {
    const model = buildModel({
      inputs: { x: ["N", "C", 8, 8] },
      nodes: [
        ["Relu", ["x"], ["r"]],
        ["Conv", ["r", "w"], ["y"]],
      ],
      initializers: { w: floats(4, 3, 1, 1) },
    });
    const { graph } = inferShapes(model);
    expect(graph.inputs[0]?.shape).toEqual(["N", 3, 8, 8]);
    expect(graph.valueInfo.get("r")?.shape).toEqual(["N", 3, 8, 8]);
  });

  test("a Reshape to a fixed size fixes the batch", () => {
    const shapes = shapesOf({
      inputs: { x: ["N", 28, 28] },
      nodes: [
        ["Reshape", ["x", "shape"], ["y"]],
        ["Relu", ["x"], ["r"]],
      ],
      initializers: { shape: int64(4, 784) },
    });
    expect(shapes).toEqual({ y: [4, 784], r: [4, 28, 28] });
  });

  test("declared symbols that no input has give way", () => {
    const shapes = shapesOf({
      inputs: { x: ["N", 8] },
      declared: { r: ["unk__1", "unk__2"], two: ["unk__3", 8] },
      nodes: [
        ["Relu", ["x"], ["r"]],
        ["Concat", ["r", "r"], ["two"], { axis: 0 }],
      ],
    });
    expect(shapes).toEqual({ r: ["N", 8], two: ["2*N", 8] });
  });

  test("inputs that meet in a Concat get one symbol", () => {
    const { graph } = inferShapes(
      buildModel({ inputs: { a: ["N", 2], b: ["M", 3] }, nodes: [["Concat", ["a", "b"], ["y"], { axis: 1 }]] }),
    );
    const [a, b] = graph.inputs;
    expect(a?.shape?.[0]).toBe(b?.shape?.[0]);
    expect(graph.valueInfo.get("y")?.shape).toEqual([a?.shape?.[0], 5]);
  });

  test("broadcasting forces nothing: a symbol beside 4 may be 1", () => {
    const { graph } = inferShapes(
      buildModel({
        inputs: { a: ["N", 1, "K"], b: ["M", 5, 1], c: [4] },
        nodes: [
          ["Add", ["a", "c"], ["y"]],
          ["Add", ["a", "b"], ["z"]],
          ["Add", ["a", "a"], ["t"]],
        ],
      }),
    );
    expect(graph.valueInfo.get("y")?.shape).toEqual(["N", 1, 4]);
    expect(graph.valueInfo.get("z")?.shape).toEqual([null, 5, "K"]);
    expect(graph.valueInfo.get("t")?.shape).toEqual(["N", 1, "K"]);
    expect(graph.inputs[0]?.shape).toEqual(["N", 1, "K"]);
  });
});

describe("bounds", () => {
  test("a chain of squares ends as unknown", () => {
    const nodes: ModelSpec["nodes"][number][] = [];
    for (let i = 0; i < 40; i++) {
      nodes.push(["Shape", [`x${i}`], [`s${i}`]], ["Tile", [`x${i}`, `s${i}`], [`x${i + 1}`]]);
    }
    const shapes = shapesOf({ inputs: { x0: ["N + M + 1"] }, nodes });
    expect(shapes.x1).toEqual(["M*M + 2*M*N + N*N + 2*M + 2*N + 1"]);
    expect(shapes.x40).toEqual([null]);
  });

  test("a name of its own for every declared dimension", () => {
    const length = 3000;
    const nodes = Array.from({ length }, (_, i) => ["Relu", [`x${i}`], [`x${i + 1}`]] as const);
    const declared = Object.fromEntries(nodes.map(([, , [name]], i) => [name, [`a${i}`, `b${i}`]]));
    const shapes = shapesOf({ inputs: { x0: ["N", 8] }, nodes, declared });
    expect(shapes[`x${length}`]).toEqual(["N", 8]);
  });
});

describe("refusals", () => {
  const refused = (spec: ModelSpec, dims?: Record<string, number>): string => refusal(() => shapesOf(spec, dims));

  test("contradictions name node, rule, found and expected", () => {
    const conv: ModelSpec = {
      inputs: { x: [1, 4, 8, 8] },
      nodes: [["Conv", ["x", "w"], ["y"]]],
      initializers: { w: floats(8, 3, 3, 3) },
    };
    expect(refused(conv)).toBe(
      "conv_1: Conv: input channels must equal weight channels × group ([8, 3, 3, 3], group 1), got 4 and 3 (the model contradicts itself; export it again)",
    );
    expect(refused({ ...conv, inputs: { x: [1, 3, 2, 2] } })).toContain(
      "the window of 3 must fit into spatial axis 0, got 2",
    );
    expect(refused({ ...conv, inputs: { x: [1, 3, 8, 8] }, declared: { y: [1, 8, 8, 8] } })).toBe(
      'conv_1: declared axis 2 of "y" must be the inferred one, got 8, expected 6 (remove the declaration or export the model again)',
    );
  });

  test("broadcasting", () => {
    expect(refused({ inputs: { a: [2, 3], b: [2, 4] }, nodes: [["Add", ["a", "b"], ["y"]]] })).toContain(
      "add_1: Add: shapes must broadcast, got [2, 3] and [2, 4]",
    );
  });

  test("products", () => {
    const spec: ModelSpec = { inputs: { a: [2, 3], b: [4, 5] }, nodes: [["MatMul", ["a", "b"], ["y"]]] };
    expect(refused(spec)).toContain("inner axes must be equal ([2, 3] × [4, 5]), got 3 and 4");
    expect(refused({ ...spec, nodes: [["Gemm", ["a", "b"], ["y"], { transB: 1 }]] })).toContain("got 3 and 5");
  });

  test("symbols without a solution", () => {
    const spec: ModelSpec = {
      inputs: { x: ["2*N", 4] },
      nodes: [["Reshape", ["x", "shape"], ["y"]]],
      initializers: { shape: int64(3, 4) },
    };
    expect(refused(spec)).toContain("the number of elements must stay");
  });

  test("sizes for symbols", () => {
    expect(refused(CONV, { B: 1 })).toBe(
      'model: no input has a dimension "B", expected one of: N, H, W; give the size of one of these',
    );
    expect(refused(CONV, { N: 0 })).toContain('size of dimension "N" must be an integer of at least 1, got 0');
  });

  test("operators without a rule", () => {
    expect(refused({ inputs: { x: [1] }, nodes: [["NonMaxSuppression", ["x"], ["y"]]] })).toContain(
      "nonmaxsuppression_1: the shapes that NonMaxSuppression makes are not known here",
    );
    expect(refused({ inputs: { x: [1] }, nodes: [["toString", ["x"], ["y"]]] })).toContain("are not known here");
  });

  test("impossible sizes", () => {
    const tile = (repeats: number): ModelSpec => ({
      inputs: { x: [4] },
      nodes: [["Tile", ["x", "repeats"], ["y"]]],
      initializers: { repeats: int64(repeats) },
    });
    expect(refused(tile(-1))).toContain("tile_1: output [-4] is not a possible shape");
    expect(refused(tile(2 ** 40))).toContain("is not a possible shape");
  });

  test("wrong axes and counts", () => {
    const one = (opType: string, attributes: Record<string, number | number[]>, ...outputs: string[]): string =>
      refused({ inputs: { x: [2, 6] }, nodes: [[opType, ["x"], outputs.length > 0 ? outputs : ["y"], attributes]] });
    expect(one("Softmax", { axis: 2 })).toContain("axis must be in [-2, 1], got 2");
    expect(one("Transpose", { perm: [0, 0] })).toContain("perm must be a permutation of 0 … 1, got [0, 0]");
    expect(one("Split", { axis: 1 }, "a", "b", "c", "d")).toContain("the axis must split into 4 equal parts, got 6");
    expect(one("MaxPool", { kernel_shape: [2, 2] })).toContain("input must have rank 4");
    expect(one("Relu", {}, "a", "b")).toContain("Relu has 1 outputs, got 2");
  });
});
