import { describe, expect, it } from "vitest";
import { Tensor } from "../../../src/base/tensor/tensor.js";
import { call, constant, graphInput, scalar } from "../../../src/ir/graph/build.js";
import type { Graph, Node, Value } from "../../../src/ir/graph/graph.js";
import { postOrder } from "../../../src/ir/graph/order.js";
import { verifyGraph } from "../../../src/ir/graph/verify.js";
import { legalizeEsp } from "../../../src/ir/passes/legalize-esp.js";

const data = graphInput("x", { dtype: "int8", shape: [1, 8, 8, 4] });
const ATTRIBUTES = {
  channels: 2,
  kernel_size: [1, 1],
  padding: [0, 0, 0, 0],
  data_layout: "NHWC",
  kernel_layout: "HWIO",
  out_dtype: "int32",
};
const vector = (...values: number[]): Value =>
  constant(new Tensor("float32", [values.length], Float32Array.from(values)));
const weight = constant(Tensor.zeros("int8", [1, 1, 4, 2]));
const bias = constant(Tensor.zeros("int8", [1, 1, 1, 2]));
const zeros = (perChannel: boolean): Value => (perChannel ? constant(Tensor.zeros("int32", [2])) : scalar("int32", 0));

function requantizedConv(scale: Value, outputScale = 1, input: Value = data): Value {
  const perChannel = scale.type.shape.length > 0;
  const conv = call(
    "qnn.conv2d",
    [input, weight, zeros(false), zeros(perChannel), scalar("float32", 1), scale],
    ATTRIBUTES,
    { onnx: ["C"] },
  );
  const inputs = [conv, scale, zeros(false), scalar("float32", outputScale), zeros(false)];
  return call(
    "qnn.requantize",
    inputs,
    { axis: 3, out_dtype: "int8" },
    { onnx: ["C"], exponent: Math.log2(outputScale) },
  );
}

function legal(output: Value, compat: boolean): { nodes: Node[]; warnings: string[]; graph: Graph } {
  const warnings: string[] = [];
  const graph = legalizeEsp(
    { inputs: [data], outputs: [output] },
    { compat, warn: (message) => warnings.push(message) },
  );
  verifyGraph(graph, "legalize-esp");
  return { nodes: postOrder(graph), warnings, graph };
}

const ops = (nodes: readonly Node[]): string[] => nodes.map((node) => node.op);
const BIASED = ["qnn.conv2d", "right_shift", "clip", "cast", "cast", "add", "clip", "cast"];

describe("legalizeEsp", () => {
  it("shifts, saturates, adds the bias in int16, saturates; then relu", () => {
    const sum = call("nn.relu", [call("add", [requantizedConv(scalar("float32", 2 ** -7)), bias])]);
    const { nodes, warnings } = legal(sum, true);
    expect(ops(nodes)).toEqual([...BIASED, "nn.relu"]);
    const shift = nodes[1]?.inputs[1];
    expect(shift?.kind === "constant" && shift.tensor.item()).toBe(7);
    expect(warnings).toEqual([]);
  });

  it("leaves a relu outside when something else reads the sum", () => {
    const sum = call("add", [requantizedConv(scalar("float32", 2 ** -7)), bias]);
    const both = call("concatenate", [call("nn.relu", [sum]), sum]);
    expect(ops(legal(both, true).nodes)).toEqual([...BIASED, "nn.relu", "concatenate"]);
  });

  it("keeps int32 without a bias in compat, with a warning; else casts to int8", () => {
    const value = requantizedConv(scalar("float32", 2 ** -7));
    const compat = legal(value, true);
    expect(ops(compat.nodes)).toEqual(["qnn.conv2d", "right_shift", "clip"]);
    expect(compat.warnings).toEqual([expect.stringContaining("stays int32")]);
    const board = legal(value, false);
    expect(ops(board.nodes)).toEqual(["qnn.conv2d", "right_shift", "clip", "cast"]);
    expect(board.warnings).toEqual([]);
  });

  it("leaves per-channel convolutions alone in compat", () => {
    const sum = call("add", [requantizedConv(vector(2 ** -7, 2 ** -5)), bias]);
    expect(ops(legal(sum, true).nodes)).toEqual(["qnn.conv2d", "qnn.requantize", "add"]);
  });

  it("shifts every channel by its own count where the board's law holds", () => {
    const sum = call("add", [requantizedConv(vector(2 ** -7, 2 ** -5)), bias]);
    const { nodes } = legal(sum, false);
    expect(ops(nodes)).toEqual(BIASED);
    const shift = nodes[1]?.inputs[1];
    expect(shift?.kind === "constant" && shift.tensor.toNumbers()).toEqual([7, 5]);
    expect(nodes[0]?.inputs[3]?.type.shape).toEqual([]);
    expect(nodes.at(-1)?.origin).toEqual({ onnx: [], exponent: 0 });
  });

  it("warns of a negative shift by the node's name", () => {
    const sum = call("add", [requantizedConv(scalar("float32", 8)), bias]);
    expect(legal(sum, false).warnings).toEqual([expect.stringMatching(/^C: right shift by -3 is negative/)]);
  });
});
