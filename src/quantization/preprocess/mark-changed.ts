import type { OnnxModel } from "../../formats/onnx/model.js";
import { nameMaker } from "./unique-name.js";

/**
 * An Identity behind the first graph input, for ONNX Runtime to remove: only when it has itself changed a graph does it
 * sort the nodes and write out the attributes left at their defaults, and 1.14 counted our rewrites as its own.
 */
export function markChanged(model: OnnxModel): OnnxModel {
  const { graph } = model;
  const [input] = graph.inputs;
  if (input === undefined || graph.outputs.some(({ name }) => name === input.name)) return model;
  const copy = nameMaker(graph)("input_copy");
  const identity = {
    opType: "Identity",
    domain: "",
    name: "",
    inputs: [input.name],
    outputs: [copy],
    attributes: new Map(),
  };
  const nodes = graph.nodes.map((node) => ({
    ...node,
    inputs: node.inputs.map((name) => (name === input.name ? copy : name)),
  }));
  return { ...model, graph: { ...graph, nodes: [identity, ...nodes] } };
}
