import type { OnnxAttribute, OnnxModel, OnnxNode } from "../../formats/onnx/model.js";
import type { Draft, DraftNode } from "./draft.js";

/** Operators of ONNX that the passes take others apart into. */
const STANDARD = new Set("Add Sub Mul MatMul Relu Clip Softmax Transpose Reshape Concat Gather".split(" "));

/** The float model with the nodes that the passes made beside its own, so that ranges of their tensors can be found. */
export function withMadeTensors(model: OnnxModel, draft: Draft): OnnxModel {
  const { graph } = model;
  const known = new Set([...graph.inputs.map(({ name }) => name), ...graph.nodes.flatMap(({ outputs }) => outputs)]);
  const initializers = new Map(graph.initializers);
  const nodes: OnnxNode[] = [];
  for (const node of draft.nodes) {
    if (!STANDARD.has(node.opType) || node.outputs.every((name) => known.has(name))) continue;
    if (!node.inputs.every((name) => name === "" || draft.isConstant(name) || known.has(name))) continue;
    // A pass may have changed a constant under its name.
    const constant = (name: string): string => `made/${name}`;
    for (const name of node.inputs)
      if (draft.isConstant(name)) initializers.set(constant(name), draft.constants.get(name)!);
    const inputs = node.inputs.map((name) => (draft.isConstant(name) ? constant(name) : name));
    nodes.push({ ...asOnnx(node), inputs });
    for (const name of node.outputs) known.add(name);
  }
  return { ...model, graph: { ...graph, nodes: [...graph.nodes, ...nodes], initializers } };
}

function asOnnx({ name, opType, inputs, outputs, attributes }: DraftNode): OnnxNode {
  // Older opsets do not have it; 0 is its default.
  const kept = [...attributes].filter(([key]) => key !== "allowzero") as [string, OnnxAttribute][];
  return { name, opType, domain: "", inputs, outputs, attributes: new Map(kept) };
}
