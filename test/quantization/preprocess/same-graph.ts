import { expect } from "vitest";
import { toBytes } from "../../../src/base/tensor/dtype.js";
import type { Tensor } from "../../../src/base/tensor/tensor.js";
import type { OnnxGraph, OnnxModel, OnnxNode } from "../../../src/formats/onnx/model.js";

type Rename = (name: string) => string;

function nodeData({ opType, domain, inputs, outputs, attributes }: OnnxNode, rename: Rename): object {
  return {
    opType,
    domain,
    inputs: inputs.map(rename),
    outputs: outputs.map(rename),
    attributes: Object.fromEntries(attributes),
  };
}

function tensorData({ dtype, shape, data }: Tensor): object {
  return { dtype, shape, bytes: Buffer.from(toBytes(data)).toString("base64") };
}

function graphData(graph: OnnxGraph, rename: Rename): object {
  return {
    nodes: graph.nodes.map((node) => nodeData(node, rename)),
    initializers: Object.fromEntries([...graph.initializers].map(([name, value]) => [rename(name), tensorData(value)])),
  };
}

/** Names that the optimizer made up, by the place where they are met first: node by node, inputs before outputs. */
function madeUp(graph: OnnxGraph, original: OnnxGraph): string[] {
  const known = new Set([
    ...original.inputs.map(({ name }) => name),
    ...original.initializers.keys(),
    ...original.nodes.flatMap((node) => node.outputs),
  ]);
  const names = graph.nodes.flatMap((node) => [...node.inputs, ...node.outputs]);
  return [...new Set(names)].filter((name) => !known.has(name));
}

/**
 * Expects two optimized graphs to be equal in nodes, attributes, order and initializers, with names that an optimizer
 * made up counted as equal where they stand in the same places.
 * @returns whether those names are equal too.
 */
export function expectSameGraph(ours: OnnxModel, theirs: OnnxModel, original: OnnxModel, about: string): boolean {
  const [a, b] = [madeUp(ours.graph, original.graph), madeUp(theirs.graph, original.graph)];
  expect(a.length, about).toBe(b.length);
  const toTheirs = new Map(a.map((name, i) => [name, b[i]!]));
  const mapped = graphData(ours.graph, (name) => toTheirs.get(name) ?? name);
  expect(mapped, about).toEqual(graphData(theirs.graph, (name) => name));
  const names = (model: OnnxModel): string => model.graph.nodes.map(({ name }) => name).join("\n");
  return a.join("\n") === b.join("\n") && names(ours) === names(theirs);
}
