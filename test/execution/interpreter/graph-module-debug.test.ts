import { describe, expect, test } from "vitest";
import { UserError } from "../../../src/base/errors.js";
import { nearNames } from "../../../src/base/near-names.js";
import { parseNpy } from "../../../src/base/tensor/npy.js";
import { Tensor } from "../../../src/base/tensor/tensor.js";
import { GraphModuleDebug } from "../../../src/execution/interpreter/graph-module-debug.js";
import { readModel } from "../../../src/formats/onnx/read.js";
import { goldenCase } from "../../golden/cases.js";
import { goldenNodes, goldenTensors, identical } from "../../golden/nodes.js";

const golden = goldenCase("tutorial_nhwc");
const input = parseNpy(golden.read("input.npy"));

function tutorial(): GraphModuleDebug {
  return GraphModuleDebug.create(readModel(golden.path("quant.onnx")), { compat: true });
}

describe("GraphModuleDebug", () => {
  test("the tutorial's own words", () => {
    const m = tutorial();
    m.setInput("input", input);
    m.run();
    const relu = m.debugGetOutput("tvmgen_default_fused_nn_relu");
    const node = goldenNodes(golden).find(({ name }) => name === "tvmgen_default_fused_nn_relu")!;
    expect(identical(relu, goldenTensors(golden).get(node.key) as Tensor)).toBe(true);
    expect(m.debugGetOutput(node.index)).toBe(relu);
    expect(m.warnings).toEqual([]);
    expect(m.getNumInputs()).toBe(1);
    expect(m.getNumOutputs()).toBe(1);
    expect(m.getOutput(0).shape).toEqual([1, 10]);
  });

  test("inputs from a record or a map; a new input needs a new run", () => {
    const m = tutorial();
    m.setInput({ input });
    m.run();
    const first = m.getOutput(0);
    m.setInput(new Map([["input", input]]));
    expect(() => m.getOutput(0)).toThrow(/call run\(\) first/);
    m.run();
    expect(identical(m.getOutput(0), first)).toBe(true);
  });

  test("a compiled program can be run too", () => {
    const m = GraphModuleDebug.create(tutorial().program);
    m.setInput({ input });
    expect(m.run().layers.length).toBeGreaterThan(50);
  });

  test("the compiler's warnings are kept", () => {
    const m = GraphModuleDebug.create(readModel(goldenCase("negative_shift").path("quant.onnx")));
    expect(m.warnings.length).toBeGreaterThan(0);
    expect(GraphModuleDebug.create(m.program).warnings).toEqual([]);
  });

  test("errors tell what to do", () => {
    const m = tutorial();
    expect(() => m.run()).toThrow(/^input input: has no tensor/);
    expect(() => m.getOutput(0)).toThrow(/call run\(\) first/);
    expect(() => m.setInput("image", input)).toThrow(
      new UserError("input image: the model has no such input; its inputs are input"),
    );
    expect(() => m.setInput("input", Tensor.zeros("int8", [1]))).toThrow(
      /must be float32 \[1, 32, 32, 3\], got int8 \[1\]/,
    );
    expect(() => m.setInput("input", undefined as unknown as Tensor)).toThrow(/got no tensor/);
    m.setInput({ input });
    m.run();
    expect(() => m.debugGetOutput("tvmgen_default_fused_nn_rely")).toThrow(/did you mean tvmgen_default_fused_nn_relu/);
    expect(() => m.debugGetOutput("qqqq")).toThrow(/there is no such layer; the trace lists the names$/);
    expect(() => m.debugGetOutput(9999)).toThrow(/^layer 9999: the trace's layers are 0 to/);
    expect(() => m.getOutput(1)).toThrow(/^output 1: the model has 1/);
  });

  test("a name that repeats: the ids are told, and work", () => {
    const split = goldenCase("split_slice");
    const m = GraphModuleDebug.create(readModel(split.path("quant.onnx")), { compat: true });
    m.setInput({ input: parseNpy(split.read("input.npy")) });
    const trace = m.run();
    const names = trace.layers.map(({ name }) => name);
    const repeated = names.find((name, position) => names.indexOf(name) !== position) as string;
    const ids = trace.layers.filter(({ name }) => name === repeated).map(({ id }) => id);
    expect(() => m.debugGetOutput(repeated)).toThrow(`ask for one of the ids ${ids.join(", ")}`);
    expect(new Set(trace.layers.map(({ id }) => id)).size).toBe(trace.layers.length);
    for (const id of ids.slice(1)) expect(m.debugGetOutput(id).size).toBeGreaterThan(0);
  });
});

test("nearNames: a part of a name, or a slip of the pen", () => {
  const names = ["tvmgen_default_fused_nn_relu", "tvmgen_default_fused_nn_relu_1", "input"];
  expect(nearNames("nn_relu", names)).toContain("tvmgen_default_fused_nn_relu");
  expect(nearNames("inptu", names)).toEqual(["input"]);
  expect(nearNames("zzzz", names)).toEqual([]);
});
