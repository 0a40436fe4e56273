import type { OnnxModel } from "../../../formats/onnx/model.js";

/** Gives nodes without a name one: `generated_name_0`, `generated_name_1` … as esp-ppq does. */
export function namedNodes(model: OnnxModel): OnnxModel {
  const { graph } = model;
  if (graph.nodes.every(({ name }) => name !== "")) return model;
  const taken = new Set(graph.nodes.map(({ name }) => name));
  let unnamed = 0;
  const next = (): string => {
    const name = `generated_name_${unnamed++}`;
    return taken.has(name) ? next() : name;
  };
  const nodes = graph.nodes.map((node) => (node.name === "" ? { ...node, name: next() } : node));
  return { ...model, graph: { ...graph, nodes } };
}
