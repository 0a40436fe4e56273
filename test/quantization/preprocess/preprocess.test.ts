import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { UserError } from "../../../src/base/errors.js";
import type { OnnxModel } from "../../../src/formats/onnx/model.js";
import { optimize } from "../../../src/quantization/ort/optimize.js";
import { preprocess } from "../../../src/quantization/preprocess/preprocess.js";
import { buildModel, type ModelSpec, numbers, ones } from "../../formats/onnx/shape/build.js";

const DENSE: ModelSpec = {
  inputs: { x: ["N", 4] },
  nodes: [
    ["Identity", ["x"], ["i"]],
    ["MatMul", ["i", "w"], ["m"]],
    ["Add", ["m", "b"], ["a"]],
    ["Relu", ["a"], ["y"]],
  ],
  initializers: { w: ones(4, 3), b: ones(3) },
  outputs: ["y"],
};

const operators = (model: OnnxModel): string => model.graph.nodes.map(({ opType }) => opType).join(" ");

async function refusal(work: Promise<unknown>): Promise<string> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(UserError);
  expect((error as UserError).message).not.toMatch(/[\n\r]/);
  return (error as UserError).message;
}

describe("steps", () => {
  test("all of them", async () => {
    const { graph, metadata, opsets } = await preprocess(buildModel(DENSE));
    expect(graph.nodes.map(({ opType, name }) => [opType, name])).toEqual([
      ["Gemm", "gemm"],
      ["Relu", "relu_4"],
    ]);
    expect(graph.valueInfo.get("a")?.shape).toEqual(["N", 3]);
    expect([...metadata]).toEqual([["onnx.quant.pre_process", "onnxruntime.quant"]]);
    expect([...opsets.keys()].sort()).toEqual(["", "com.microsoft"]);
  });

  test("each can be skipped", async () => {
    const only = { skipSymbolicShape: true, skipOptimization: true, skipOnnxShape: true };
    const shapes = await preprocess(buildModel(DENSE), { ...only, skipOnnxShape: false });
    expect(operators(shapes)).toBe("Identity MatMul Add Relu");
    expect(shapes.graph.valueInfo.get("a")?.shape).toEqual(["N", 3]);
    const symbolic = await preprocess(buildModel(DENSE), { ...only, skipSymbolicShape: false });
    expect(symbolic.graph.valueInfo).toEqual(shapes.graph.valueInfo);
    expect(operators(await preprocess(buildModel(DENSE), { ...only, skipOptimization: false }))).toBe("Gemm Relu");
    expect(await refusal(preprocess(buildModel(DENSE), only))).toContain("all three steps are skipped");
  });

  test("sizes for symbols", async () => {
    const { graph } = await preprocess(buildModel(DENSE), { dims: { N: 2 } });
    expect(graph.inputs[0]?.shape).toEqual([2, 4]);
    expect(graph.outputs[0]?.shape).toEqual([2, 3]);
  });

  test("what the model says of itself is kept", async () => {
    const metadata = new Map([["author", "somebody"]]);
    const model = await preprocess({ ...buildModel(DENSE), metadata });
    expect(model.producerName).toBe("test");
    expect(model.metadata.get("author")).toBe("somebody");
  });
});

describe("MatMul and Add", () => {
  const fused = async (x: (number | string)[], w: number[], b: number[]): Promise<string> =>
    operators(
      await preprocess(buildModel({ ...DENSE, inputs: { x }, initializers: { w: ones(...w), b: ones(...b) } })),
    );

  test("are a Gemm when they are matrices and the bias fits", async () => {
    expect(await fused([2, 4], [4, 3], [3])).toBe("Gemm Relu");
    expect(await fused([2, 4], [4, 3], [1, 3])).toBe("Gemm Relu");
    expect(await fused([2, 4], [4, 3], [2, 1])).toBe("Gemm Relu");
    expect(await fused([2, 4], [4, 3], [2, 3])).toBe("Gemm Relu");
  });

  test("stay as they are otherwise", async () => {
    expect(await fused([1, 2, 4], [4, 3], [3])).toBe("MatMul Add Relu");
    expect(await fused([2, 4], [4, 3], [1])).toBe("MatMul Add Relu");
    expect(await fused([2, 4], [4, 3], [1, 1, 3])).toBe("MatMul Add Relu");
    expect(await fused(["N", 4], [4, 3], [2, 3])).toBe("MatMul Add Relu");
  });

  test("stay when the product is also used elsewhere", async () => {
    expect(operators(await preprocess(buildModel({ ...DENSE, outputs: ["y", "m"] })))).toBe("MatMul Add Relu");
  });
});

test("equal constants of one element are shared", async () => {
  const { graph } = await preprocess(
    buildModel({
      inputs: { x: [1, 4] },
      nodes: [
        ["Mul", ["x", "a"], ["m"]],
        ["Relu", ["m"], ["r"]],
        ["Add", ["r", "b"], ["s"]],
        ["Sub", ["s", "c"], ["y"]],
      ],
      initializers: { a: numbers(2), b: numbers(2), c: numbers(3) },
      outputs: ["y"],
    }),
  );
  expect(graph.nodes.map(({ inputs }) => inputs[1])).toEqual([
    "ortshared_1_1_1",
    undefined,
    "ortshared_1_1_1",
    "ortshared_0_1_1",
  ]);
  expect([...graph.initializers.keys()].sort()).toEqual(["ortshared_0_1_1", "ortshared_1_1_1"]);
});

describe("ONNX Runtime", () => {
  const before = process.env.TMPDIR;
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "espdl-lab-test-"));
    process.env.TMPDIR = folder;
  });
  afterEach(() => {
    if (before === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = before;
    rmSync(folder, { recursive: true });
  });

  test("leaves no file behind", async () => {
    await optimize(buildModel(DENSE), "basic");
    expect(readdirSync(folder)).toEqual([]);
  });

  test("its refusal is one line, and leaves no file behind", async () => {
    const model = buildModel({ inputs: { x: [1] }, nodes: [["NoSuchOperator", ["x"], ["y"]]], outputs: ["y"] });
    expect(await refusal(optimize(model, "basic"))).toMatch(
      /^model: ONNX Runtime refuses it: .*NoSuchOperator.*skip the optimization/,
    );
    expect(readdirSync(folder)).toEqual([]);
  });
});
