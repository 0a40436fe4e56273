import { describe, expect, test } from "vitest";
import { Tensor } from "../../../src/base/tensor/tensor.js";
import { GraphModuleDebug } from "../../../src/execution/interpreter/graph-module-debug.js";
import { parseModel } from "../../../src/formats/onnx/parse.js";
import { smallModel } from "./small-model.js";

/**
 * Written by onnx 1.20: y = f(f(x, w), w) with w = [2, 4] and f(x, w) = LeakyRelu(x · w), whose alpha is the call's slope:
 * 0.5 in the node "first", 0.25 in an unnamed one.
 */
const TWO_CALLS =
  "CAk6nwEKMQoBeAoBdxIBYRoFZmlyc3QiBlNjYWxlZCoPCgVzbG9wZRUAAAA/oAEBOgZteS5kb20KKgoBYQoBdxIBeSIGU2NhbGVkKg8KBXNs" +
  "b3BlFQAAgD6gAQE6Bm15LmRvbRIBZyoRCAIQAUIBd0oIAAAAQAAAgEBaEwoBeBIOCgwIARIICgIIAQoCCAJiEwoBeRIOCgwIARIICgIIAQoC" +
  "CAJCBAoAEBJCCgoGbXkuZG9tEAHKAV0KBlNjYWxlZCIBeCIBdyoBeTIFc2xvcGU6DgoBeAoBdxIBdCIDTXVsOiUKAXQSAXkiCUxlYWt5UmVs" +
  "dSoSCgVhbHBoYaABAaoBBXNsb3BlSgQKABASUgZteS5kb20=";

describe("functions of a model", () => {
  test("are put in place of their calls, with the attributes of the call", () => {
    const model = parseModel(Buffer.from(TWO_CALLS, "base64"));
    expect(model.graph.nodes.map(({ opType, name }) => [opType, name])).toEqual([
      ["Mul", "first/Mul"],
      ["LeakyRelu", "first/LeakyRelu"],
      ["Mul", ""],
      ["LeakyRelu", ""],
    ]);
    const module = GraphModuleDebug.create(model);
    module.setInput("x", new Tensor("float32", [1, 2], Float32Array.of(3, -1)));
    module.run();
    // 3 · 2 · 2 and −1 · 4 · 0.5 · 4 · 0.25
    expect([...module.getOutput(0).toNumbers()]).toEqual([12, -2]);
  });

  test("that nobody calls say nothing", () => {
    expect(parseModel(smallModel({ functions: [{ name: "Gelu" }] })).graph.nodes.length).toBeGreaterThan(0);
  });
});
