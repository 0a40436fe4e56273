import type { EspdlAttribute, EspdlGraph, EspdlNode } from "../../src/espdl/model.js";

type Below = (limit: number) => number;

/** Numbers that an importer must not believe. */
const EXTREMES = [-1, 0, 1, 2, 3, 7, 1000, 2 ** 20, 2 ** 31, 2 ** 40, -(2 ** 31), -128];

const pick = <T>(items: readonly T[], below: Below): T => items[below(items.length)]!;

function withNode(graph: EspdlGraph, below: Below, change: (node: EspdlNode) => EspdlNode): EspdlGraph {
  const index = below(graph.nodes.length);
  return { ...graph, nodes: graph.nodes.map((node, i) => (i === index ? change(node) : node)) };
}

function changed(attribute: EspdlAttribute, below: Below): EspdlAttribute {
  const value = pick(EXTREMES, below);
  if (attribute.type === "int") return { type: "int", value };
  if (attribute.type === "float") return { type: "float", value: pick([0, -1, Number.NaN, 1e30, value], below) };
  if (attribute.type === "ints") {
    const at = below(attribute.value.length + 1);
    return { type: "ints", value: [...attribute.value.slice(0, at), value, ...attribute.value.slice(at + below(2))] };
  }
  return { type: "string", value: pick(["", "x", "Relu", "reflect", "DCR", "bidirectional"], below) };
}

/** Ways in which a model that could be read contradicts itself. */
export const MODEL_MUTATIONS: Readonly<Record<string, (graph: EspdlGraph, below: Below) => EspdlGraph>> = {
  "an attribute": (graph, below) =>
    withNode(graph, below, (node) => {
      const names = [...node.attributes.keys()];
      const name = pick(names, below);
      return { ...node, attributes: new Map([...node.attributes, [name, changed(node.attributes.get(name)!, below)]]) };
    }),
  "an attribute left out": (graph, below) =>
    withNode(graph, below, (node) => {
      const name = pick([...node.attributes.keys()], below);
      return { ...node, attributes: new Map([...node.attributes].filter(([key]) => key !== name)) };
    }),
  "another operator": (graph, below) =>
    withNode(graph, below, (node) => ({
      ...node,
      opType: pick(
        ["Conv", "MatMul", "Gemm", "LSTM", "GRU", "Softmax", "Resize", "PRelu", "Slice", "ReduceMean"],
        below,
      ),
    })),
  "an input left out": (graph, below) =>
    withNode(graph, below, (node) => ({
      ...node,
      inputs: node.inputs.filter((_, i) => i !== below(node.inputs.length)),
    })),
  "another input": (graph, below) =>
    withNode(graph, below, (node) => {
      const names = [...graph.initializers, ...graph.valueInfo, ...graph.inputs].map(({ name }) => name);
      const at = below(node.inputs.length + 1);
      return {
        ...node,
        inputs: [...node.inputs.slice(0, at), pick([...names, "", "nowhere"], below), ...node.inputs.slice(at + 1)],
      };
    }),
  "nodes in another order": (graph) => ({ ...graph, nodes: [...graph.nodes].reverse() }),
  exponents: (graph, below) => {
    const exponents = pick<readonly number[]>([[], [200], [-200], [0, 1], [-5, -6, -7]], below);
    const key = pick(["valueInfo", "initializers", "inputs", "outputs"] as const, below);
    return { ...graph, [key]: graph[key].map((tensor) => (below(2) === 0 ? { ...tensor, exponents } : tensor)) };
  },
  "input dims": (graph, below) => ({
    ...graph,
    inputs: graph.inputs.map((info) => {
      const dims = [...(info.dims ?? [])];
      if (below(2) === 0) dims.splice(below(dims.length + 1), 1);
      else dims[below(dims.length)] = pick([0, 1, 2, 5, null, "n"], below);
      return { ...info, dims };
    }),
  }),
  "initializer dims": (graph, below) => ({
    ...graph,
    initializers: graph.initializers.map((tensor) =>
      below(2) === 0
        ? { ...tensor, dims: pick([[tensor.dims.reduce((a, b) => a * b, 1)], [...tensor.dims, 1]], below) }
        : tensor,
    ),
  }),
  "another dtype": (graph, below) => {
    const dtype = pick(["int8", "int16", "float32", "int64", "bool"] as const, below);
    return {
      ...graph,
      inputs: graph.inputs.map((info) => ({ ...info, dtype })),
      valueInfo: graph.valueInfo.map((info) => (below(2) === 0 ? { ...info, dtype } : info)),
    };
  },
};
