import { expect, test } from "vitest";
import { call, scalar } from "../../src/graph/build.js";
import { diffGraphs } from "../../src/graph/diff-graphs.js";
import type { Graph, InputValue, Value } from "../../src/graph/graph.js";

const x: InputValue = { kind: "input", name: "x", type: { dtype: "int32", shape: [1, 4] } };
const graph = (output: Value): Graph => ({ inputs: [x], outputs: [output] });
const relu = (value: Value) => call("nn.relu", [value], {}, { onnx: [] });

test("equal graphs have no lines that came or went", () => {
  const { added, removed, lines } = diffGraphs(graph(relu(x)), graph(relu(x)));
  expect({ added, removed }).toEqual({ added: 0, removed: 0 });
  expect(lines).toEqual([{ mark: " ", text: "nn.relu(%x)  : int32[1, 4]" }]);
});

test("an operator put in front leaves the others the same, though their numbers change", () => {
  const abs = call("abs", [x], {}, { onnx: [] });
  const before = graph(relu(relu(call("right_shift", [x, scalar("int32", 1)], {}, { onnx: [] }))));
  const after = graph(relu(relu(call("right_shift", [abs, scalar("int32", 1)], {}, { onnx: [] }))));
  expect(diffGraphs(before, after)).toEqual({
    added: 2,
    removed: 1,
    lines: [
      { mark: "-", text: "%0 = right_shift(%x, 1)  : int32[1, 4]" },
      { mark: "+", text: "%0 = abs(%x)  : int32[1, 4]" },
      { mark: "+", text: "%1 = right_shift(%0, 1)  : int32[1, 4]" },
      { mark: " ", text: "%2 = nn.relu(%1)  : int32[1, 4]" },
      { mark: " ", text: "nn.relu(%2)  : int32[1, 4]" },
    ],
  });
});
