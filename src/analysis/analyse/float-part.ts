import type { OnnxModel, OnnxNode } from "../../formats/onnx/model.js";
import type { IntegerLayer } from "./layers.js";

/** What of the float model a layer does, as a model of its own: all nodes from the tensors that it reads to the one it makes. */
export function floatPart(
  { graph, ...model }: OnnxModel,
  { inputs, tensor }: Pick<IntegerLayer, "inputs" | "tensor">,
): OnnxModel {
  const makers = new Map(graph.nodes.flatMap((node) => node.outputs.map((name) => [name, node] as const)));
  const ends = new Set(inputs);
  const needed = new Set<OnnxNode>();
  const walk = (name: string): void => {
    const node = ends.has(name) ? undefined : makers.get(name);
    if (node === undefined || needed.has(node)) return;
    needed.add(node);
    node.inputs.forEach(walk);
  };
  walk(tensor);
  const nodes = graph.nodes.filter((node) => needed.has(node));
  const read = new Set(nodes.flatMap((node) => node.inputs));
  const known = new Map([...graph.inputs, ...graph.outputs].map((info) => [info.name, info]));
  const typed = (name: string) =>
    graph.valueInfo.get(name) ?? known.get(name) ?? { name, dtype: "float32" as const, shape: undefined };
  const initializers = new Map([...graph.initializers].filter(([name]) => read.has(name)));
  const own = { name: graph.name, nodes, initializers, inputs: inputs.map(typed), outputs: [typed(tensor)] };
  return { ...model, graph: { ...own, valueInfo: new Map() } };
}
