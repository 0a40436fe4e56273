import type { OnnxModel, OnnxNode } from "../../formats/onnx/model.js";

const OPSET_OF_BOUNDS_AS_INPUTS = 11;

/** A Clip with one bound, a constant: TVM's importer takes the bound out of the inputs and then wants both. */
function isOneSided({ graph }: OnnxModel, { opType, domain, inputs }: OnnxNode): boolean {
  const bounds = [inputs[1] ?? "", inputs[2] ?? ""].filter((name) => name !== "");
  return opType === "Clip" && domain === "" && bounds.length === 1 && graph.initializers.has(bounds[0] as string);
}

/** The nodes that the original leaves out without a word. */
export function oneSidedClips(model: OnnxModel): readonly OnnxNode[] {
  if ((model.opsets.get("") ?? 0) < OPSET_OF_BOUNDS_AS_INPUTS) return [];
  return model.graph.nodes.filter((node) => isOneSided(model, node));
}

/** The model as the original imports it: a one-sided Clip hands its input on. */
export function withoutOneSidedClips(model: OnnxModel): OnnxModel {
  const dropped = new Set(oneSidedClips(model));
  if (dropped.size === 0) return model;
  const nodes = model.graph.nodes.map((node) =>
    dropped.has(node) ? { ...node, opType: "Identity", inputs: node.inputs.slice(0, 1), attributes: new Map() } : node,
  );
  return { ...model, graph: { ...model.graph, nodes } };
}
