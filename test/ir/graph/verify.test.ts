import { describe, expect, it } from "vitest";
import { Tensor } from "../../../src/base/tensor/tensor.js";
import { call, constant, graphInput, node, scalar } from "../../../src/ir/graph/build.js";
import type { Graph, Node, Value } from "../../../src/ir/graph/graph.js";
import { postOrder } from "../../../src/ir/graph/order.js";
import { printGraph } from "../../../src/ir/graph/print.js";
import { rewrite } from "../../../src/ir/graph/rewrite.js";
import { verifyGraph } from "../../../src/ir/graph/verify.js";

const x = graphInput("x", { dtype: "float32", shape: [1, 4] });

describe("verifyGraph", () => {
  it("accepts what the builder makes", () => {
    const sum = call("add", [x, scalar("float32", 1)]);
    expect(() => verifyGraph({ inputs: [x], outputs: [sum] }, "test")).not.toThrow();
  });

  it("names pass and node where a type differs from the rule", () => {
    const relu = node("nn.relu", [x], {}, { onnx: ["Relu_7"] });
    const wrong = { ...relu, results: [] as Value[] } as unknown as Node;
    (wrong.results as Value[]).push({ kind: "result", node: wrong, index: 0, type: { dtype: "int8", shape: [1, 4] } });
    const graph: Graph = { inputs: [x], outputs: [wrong.results[0] as Value] };
    expect(() => verifyGraph(graph, "my-pass")).toThrow(
      "after my-pass: nn.relu Relu_7: result 0 is int8[1, 4], the rule gives float32[1, 4]",
    );
  });

  it("finds cycles, foreign inputs, unknown attributes and missing outputs", () => {
    const a = node("nn.relu", [x]);
    const b = node("nn.relu", [a.results[0] as Value]);
    (a.inputs as Value[])[0] = b.results[0] as Value;
    expect(() => verifyGraph({ inputs: [x], outputs: [b.results[0] as Value] }, "p")).toThrow("depends on itself");
    const relu = call("nn.relu", [x]);
    expect(() => verifyGraph({ inputs: [], outputs: [relu] }, "p")).toThrow("input x is not an input of the graph");
    expect(() => verifyGraph({ inputs: [x], outputs: [] }, "p")).toThrow("there are no outputs");
    const odd = node("nn.relu", [x]);
    (odd.attributes as Record<string, number>).alpha = 1;
    expect(() => verifyGraph({ inputs: [x], outputs: [odd.results[0] as Value] }, "p")).toThrow(
      "nn.relu has no attribute alpha",
    );
  });
});

describe("graphs", () => {
  it("of 100,000 nodes are walked, rewritten, verified and printed without recursion", () => {
    let value: Value = x;
    for (let i = 0; i < 100_000; i++) value = call("negative", [value]);
    const graph = rewrite({ inputs: [x], outputs: [value] }, (_, inputs) => [call("nn.relu", inputs)]);
    verifyGraph(graph, "test");
    expect(postOrder(graph).length).toBe(100_000);
    expect(printGraph(graph).split("\n").length).toBe(100_000 + 4);
  });

  it("rewrite a shared node once", () => {
    const shared = call("nn.relu", [x]);
    const graph: Graph = { inputs: [x], outputs: [call("add", [shared, shared])] };
    let calls = 0;
    const result = rewrite(graph, (item, inputs) => {
      if (item.op !== "nn.relu") return undefined;
      calls++;
      return [call("tanh", inputs)];
    });
    expect(calls).toBe(1);
    expect(postOrder(result).map((item) => item.op)).toEqual(["tanh", "add"]);
  });

  it("print tuples and shared constants as Relay does", () => {
    const weight = constant(Tensor.zeros("int8", [2]));
    const data = graphInput("1data", { dtype: "int8", shape: [4] });
    const parts = node("split", [data], { indices_or_sections: 2 }).results;
    const [a, b] = parts.map((part) => call("add", [part, weight])) as [Value, Value];
    const joined = call("concatenate", [a, b]);
    expect(printGraph({ inputs: [data], outputs: [joined] })).toBe(
      [
        '#[version = "0.0.5"]',
        "def @main(%v1data: Tensor[(4), int8] /* ty=Tensor[(4), int8] */) -> Tensor[(4), int8] {",
        "  %0 = split(%v1data, indices_or_sections=2) /* ty=(Tensor[(2), int8], Tensor[(2), int8]) */;",
        "  %1 = %0.0 /* ty=Tensor[(2), int8] */;",
        "  %2 = %0.1 /* ty=Tensor[(2), int8] */;",
        "  %3 = add(%1, meta[relay.Constant][0] /* ty=Tensor[(2), int8] */) /* ty=Tensor[(2), int8] */;",
        "  %4 = add(%2, meta[relay.Constant][0] /* ty=Tensor[(2), int8] */) /* ty=Tensor[(2), int8] */;",
        "  %5 = (%3, %4) /* ty=(Tensor[(2), int8], Tensor[(2), int8]) */;",
        "  concatenate(%5) /* ty=Tensor[(4), int8] */",
        "}",
        "",
      ].join("\n"),
    );
  });
});
