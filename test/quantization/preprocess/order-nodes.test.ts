import { expect, test } from "vitest";
import { orderNodes } from "../../../src/quantization/preprocess/order-nodes.js";
import { node, tinyModel } from "../quantize/tiny-model.js";

const order = (...nodes: readonly ReturnType<typeof node>[]): string => {
  const model = tinyModel([1, 4], nodes);
  return orderNodes(model, model)
    .graph.nodes.map(({ outputs }) => outputs[0])
    .join(" ");
};

test("a chain stays as it is", () => {
  expect(order(node("Relu", ["x"], ["a"]), node("Abs", ["a"], ["b"]), node("Neg", ["b"], ["c"]))).toBe("a b c");
});

test("of two branches the one that is last in the file comes first, whole", () => {
  const branches = [
    node("Relu", ["x"], ["a"]),
    node("Abs", ["a"], ["left1"]),
    node("Neg", ["a"], ["right1"]),
    node("Abs", ["left1"], ["left2"]),
    node("Neg", ["right1"], ["right2"]),
    node("Add", ["left2", "right2"], ["y"]),
  ];
  expect(order(...branches)).toBe("a right1 right2 left1 left2 y");
});
