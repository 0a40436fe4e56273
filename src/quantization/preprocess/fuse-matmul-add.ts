import type { OnnxDim, OnnxGraph, OnnxModel, OnnxNode } from "../../formats/onnx/model.js";
import { nameMaker } from "./unique-name.js";

type Shape = readonly OnnxDim[];

/**
 * MatMul + Add → Gemm for matrices (rank 2), as onnxruntime 1.14 does it; later versions also reshape higher ranks,
 * which would change what is quantized. Needs the shapes in `graph.valueInfo`.
 */
export function fuseMatMulAdd(model: OnnxModel): OnnxModel {
  const { graph } = model;
  const facts = new GraphFacts(graph);
  const name = nameMaker(graph);
  const removed = new Set<OnnxNode>();
  const nodes = graph.nodes.map((add) => {
    const match = matchMatMulAdd(add, facts);
    if (match === undefined) return add;
    removed.add(match.matmul);
    return {
      opType: "Gemm",
      domain: "",
      name: name("gemm"),
      inputs: [...match.matmul.inputs, match.bias],
      outputs: add.outputs,
      attributes: new Map(),
    };
  });
  if (removed.size === 0) return model;
  return { ...model, graph: { ...graph, nodes: nodes.filter((node) => !removed.has(node)) } };
}

class GraphFacts {
  private readonly producers = new Map<string, OnnxNode>();
  private readonly uses = new Map<string, number>();
  private readonly shapes = new Map<string, Shape | undefined>();

  constructor(graph: OnnxGraph) {
    for (const node of graph.nodes) {
      for (const name of node.outputs) this.producers.set(name, node);
      for (const name of node.inputs) this.uses.set(name, this.users(name) + 1);
    }
    for (const { name } of graph.outputs) this.uses.set(name, this.users(name) + 1);
    for (const info of [...graph.inputs, ...graph.valueInfo.values()]) this.shapes.set(info.name, info.shape);
    for (const [name, tensor] of graph.initializers) this.shapes.set(name, tensor.shape);
  }

  /** The node of that operator that makes the value. */
  producer(name: string, opType: string): OnnxNode | undefined {
    const node = this.producers.get(name);
    return node?.opType === opType && node.domain === "" ? node : undefined;
  }

  /** How many nodes and graph outputs take the value. */
  users(name: string): number {
    return this.uses.get(name) ?? 0;
  }

  matrix(name: string): Shape | undefined {
    const shape = this.shapes.get(name);
    return shape?.length === 2 ? shape : undefined;
  }

  shape(name: string): Shape | undefined {
    return this.shapes.get(name);
  }
}

function matchMatMulAdd(add: OnnxNode, facts: GraphFacts): { matmul: OnnxNode; bias: string } | undefined {
  if (add.opType !== "Add" || add.domain !== "") return undefined;
  for (const side of [0, 1]) {
    const product = add.inputs[side]!;
    const bias = add.inputs[1 - side]!;
    const matmul = facts.producer(product, "MatMul");
    if (matmul === undefined || facts.users(product) !== 1) continue;
    const [m, n] = [facts.matrix(matmul.inputs[0]!)?.[0], facts.matrix(matmul.inputs[1]!)?.[1]];
    if (m === undefined || n === undefined) continue;
    const shape = facts.shape(bias);
    if (shape !== undefined && fitsGemm(shape, m, n)) return { matmul, bias };
  }
  return undefined;
}

/** [N], [1, N], [M, 1] or [M, N] */
function fitsGemm(bias: Shape, m: OnnxDim, n: OnnxDim): boolean {
  const is = (dim: OnnxDim | undefined, wanted: OnnxDim): boolean => wanted !== null && dim === wanted;
  if (bias.length === 1) return is(bias[0], n);
  if (bias.length !== 2) return false;
  return (is(bias[1], n) && (bias[0] === 1 || is(bias[0], m))) || (is(bias[0], m) && bias[1] === 1);
}
