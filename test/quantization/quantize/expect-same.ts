import { expect } from "vitest";
import type { OnnxModel, OnnxNode } from "../../../src/formats/onnx/model.js";

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
function expectSameGraph(found: OnnxModel, expected: OnnxModel): void {
  expect(found.graph.nodes.map(plain)).toEqual(expected.graph.nodes.map(plain));
  expect(found.graph.initializers).toEqual(expected.graph.initializers);
  expect(found.metadata).toEqual(expected.metadata);
  expect(found.graph.inputs).toEqual(expected.graph.inputs);
  expect(found.graph.outputs).toEqual(expected.graph.outputs);
}

/**
 * The same graph but for the names of intermediate values and constants: ONNX Runtime numbers the constants that it
 * merges by an unordered set, and names what it expands by an address.
 */
export function expectSameButForNames(found: OnnxModel, expected: OnnxModel): void {
  expectSameGraph(renamed(found), renamed(expected));
}

function renamed(model: OnnxModel): OnnxModel {
  const { graph } = model;
  const kept = new Set([...graph.inputs, ...graph.outputs].map((value) => value.name));
  const names = new Map<string, string>([["", ""]]);
  const rename = (name: string): string => {
    if (!names.has(name)) names.set(name, kept.has(name) ? name : `value ${names.size}`);
    return names.get(name)!;
  };
  const nodes = graph.nodes.map((node) => ({
    ...node,
    inputs: node.inputs.map(rename),
    outputs: node.outputs.map(rename),
  }));
  const initializers = new Map([...graph.initializers].map(([name, tensor]) => [rename(name), tensor]));
  return { ...model, graph: { ...graph, nodes, initializers } };
}

function plain(node: OnnxNode): object {
  return { ...node, attributes: Object.fromEntries(node.attributes) };
}
