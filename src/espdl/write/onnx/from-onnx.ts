import type { Tensor } from "../../../base/tensor/tensor.js";
import type { OnnxModel, OnnxNode } from "../../../formats/onnx/model.js";
import { Draft, type DraftNode, draftNode } from "../draft.js";
import { espdlAttribute } from "./attributes.js";
import { namedNodes } from "./named-nodes.js";

/**
 * A draft of a float model. `values` are the model's tensors for one sample: their shapes, and the values of those that
 * do not depend on the sample.
 */
export function fromOnnx(model: OnnxModel, values: ReadonlyMap<string, Tensor>): Draft {
  const { graph } = namedNodes(model);
  const draft = new Draft(graph.name, model.irVersion);
  draft.inputs = graph.inputs.map(({ name }) => name);
  draft.outputs = graph.outputs.map(({ name }) => name);
  for (const [name, tensor] of graph.initializers) draft.constants.set(name, tensor);
  for (const [name, { shape, dtype }] of values) {
    if (draft.constants.has(name)) continue;
    draft.shapes.set(name, shape);
    draft.dtypes.set(name, dtype);
  }
  for (const node of graph.nodes) draft.nodes.push(asDraft(node));
  foldConstants(draft, values);
  return draft;
}

function asDraft(node: OnnxNode): DraftNode {
  const attributes = new Map([...node.attributes].map(([key, value]) => [key, espdlAttribute(value)] as const));
  return draftNode({
    name: node.name,
    opType: node.opType,
    inputs: [...node.inputs],
    outputs: [...node.outputs],
    attributes,
  });
}

/** Nodes whose inputs are all constants, and Shape of a static shape, become constants with the value they had. */
function foldConstants(draft: Draft, values: ReadonlyMap<string, Tensor>): void {
  for (const node of [...draft.nodes]) {
    const known = node.opType === "Shape" || node.inputs.every((name) => name === "" || draft.isConstant(name));
    if (!known || node.opType.startsWith("Random") || node.outputs.some((name) => name !== "" && !values.has(name)))
      continue;
    if (node.outputs.some((name) => draft.outputs.includes(name))) continue;
    for (const name of node.outputs) {
      if (name !== "") draft.constants.set(name, values.get(name)!);
      draft.shapes.delete(name);
    }
    draft.remove(node);
  }
  draft.dropUnread();
}
