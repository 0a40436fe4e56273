import { expect } from "vitest";
import type { OnnxModel, OnnxNode } from "../../src/onnx/model.js";

/** The same nodes in the same order, the same initializers in the same order, and the same header. */
export function expectSameModel(found: OnnxModel, expected: OnnxModel): void {
  expectSameGraph(found, expected);
  expect([...found.graph.initializers.keys()]).toEqual([...expected.graph.initializers.keys()]);
  expect(found.opsets).toEqual(expected.opsets);
  expect(found.irVersion).toBe(expected.irVersion);
  expect(found.producerName).toBe(expected.producerName);
  expect(found.producerVersion).toBe(expected.producerVersion);
}

/** The same nodes in the same order, the same initializers, inputs, outputs and metadata. */
export function expectSameGraph(found: OnnxModel, expected: OnnxModel): void {
  expect(found.graph.nodes.map(plain)).toEqual(expected.graph.nodes.map(plain));
  expect(found.graph.initializers).toEqual(expected.graph.initializers);
  expect(found.metadata).toEqual(expected.metadata);
  expect(found.graph.inputs).toEqual(expected.graph.inputs);
  expect(found.graph.outputs).toEqual(expected.graph.outputs);
}

function plain(node: OnnxNode): object {
  return { ...node, attributes: Object.fromEntries(node.attributes) };
}
