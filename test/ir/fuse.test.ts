import { describe, expect, test } from "vitest";
import { interpret } from "../../src/execution/interpreter/interpret.js";
import { readModel } from "../../src/formats/onnx/read.js";
import { fuse } from "../../src/ir/fuse/fuse.js";
import type { CallLayer, Program } from "../../src/ir/graph/program.js";
import { type CompileOptions, compileForDebug } from "../../src/ir/passes/compile.js";
import { goldenCase, goldenCases } from "../golden/cases.js";
import { goldenFeeds } from "../golden/feeds.js";
import { identical } from "../golden/nodes.js";

const compiled = (name: string, options: CompileOptions = {}): Program =>
  compileForDebug(readModel(goldenCase(name).path("quant.onnx")), options).program;
const calls = ({ layers }: Program): CallLayer[] => layers.filter((layer) => layer.kind === "call");

describe("a fused program on the golden cases", () => {
  const cases = goldenCases();
  const count = { cases: 0, layers: 0, debug: 0 };

  test.each(cases)("$name: every layer equals the debug layer of its name", (golden) => {
    for (const [compat, lookups] of [
      [false, true],
      [false, false],
      [true, true],
    ]) {
      const debug = compileForDebug(readModel(golden.path("quant.onnx")), { compat }).program;
      const fused = fuse(debug, { lookups });
      const feeds = goldenFeeds(golden, debug);
      const expected = new Map(interpret(debug, feeds).layers.map(({ id, tensor }) => [id, tensor]));
      for (const layer of interpret(fused, feeds).layers) {
        if (layer.op === "param") continue;
        const tensor = expected.get(layer.id);
        expect(tensor && identical(layer.tensor, tensor), `${golden.name} ${layer.id} ${layer.op}`).toBe(true);
        count.layers++;
      }
      count.debug += debug.layers.length;
    }
    count.cases++;
  });

  test("counts", () => {
    console.log(`fused: ${count.cases} of ${cases.length} cases, ${count.layers} of ${count.debug} layers left`);
    expect(count.cases).toBe(cases.length);
  });
});

describe("fuse", () => {
  test("a convolution is named after its last layer and knows what it covers", () => {
    const fused = fuse(compiled("tutorial_nhwc"));
    const [first] = calls(fused).filter(({ op }) => op === "esp.conv2d") as [CallLayer];
    expect(first.name).toBe("tvmgen_default_fused_nn_relu");
    expect(first.covers?.at(-1)).toBe(first.id);
    expect(first.covers).toContain("tvmgen_default_fused_nn_conv2d");
    expect(first.covers).toContain("tvmgen_default_fused_nn_pad");
    expect(first.onnx).toEqual(expect.arrayContaining(["QLinearConv_1", "Add_1"]));
    expect(first.attributes.padding).toEqual([1, 1, 1, 1]);
    expect(first.kernel).toEqual({ function: "esp_dl_nn_conv2d_s8_wrapper" });
  });

  test("says which convolutions are not accelerated, and why", () => {
    const reasons = (name: string): (string | undefined)[] =>
      calls(fuse(compiled(name))).flatMap(({ kernel }) => (kernel ? [kernel.reason] : []));
    expect(reasons("conv3x3_relu_pc")).toEqual([expect.stringContaining("one exponent a channel")]);
    expect(reasons("group_conv")[0]).toContain("2 groups");
    expect(reasons("negative_shift").filter((reason) => reason?.includes("is negative"))).not.toHaveLength(0);
    expect(reasons("mnist_cnn").every((reason) => reason === undefined)).toBe(true);
  });

  test("a depthwise convolution keeps its name apart", () => {
    expect(calls(fuse(compiled("mnist_cnn"))).map(({ op }) => op)).toContain("esp.depthwise_conv2d");
  });

  test("what depends on one int8 becomes a table, with lookups off the same steps", () => {
    const debug = compiled("prelu_hardswish", { islands: false });
    const ops = (lookups: boolean): string[] => calls(fuse(debug, { lookups })).map(({ op }) => op);
    expect(ops(true)).toContain("esp.lookup");
    expect(ops(false)).not.toContain("esp.lookup");
    expect(ops(false)).toContain("esp.pointwise");
  });

  test("quantize, dequantize and dense are calls of their own", () => {
    const ops = calls(fuse(compiled("gemm_mlp_pc"))).map(({ op }) => op);
    expect(ops[1]).toBe("esp.quantize");
    expect(ops).toContain("esp.dense");
    expect(ops.at(-1)).toBe("esp.dequantize");
    expect(ops.filter((op) => op === "where" || op === "nn.dense")).toEqual([]);
  });

  test("zero points that are zero leave nothing behind, also per channel", () => {
    const ops = calls(fuse(compiled("conv3x3_relu_pc", { compat: true }))).map(({ op }) => op);
    expect(ops.filter((op) => ["nn.avg_pool2d", "repeat", "sum"].includes(op))).toEqual([]);
  });

  test("two permutations that undo each other are gone", () => {
    const before = calls(compiled("tutorial_nhwc")).map(({ op }) => op);
    expect(before.slice(0, 1)).toEqual(["transpose"]);
    expect(calls(fuse(compiled("tutorial_nhwc")))[0]?.op).toBe("esp.quantize");
  });

  test("a fused program may be fused again", () => {
    const once = fuse(compiled("residual_add"));
    expect(fuse(once).layers.map(({ id }) => id)).toEqual(once.layers.map(({ id }) => id));
  });
});
