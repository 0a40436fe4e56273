import { encodeAttribute } from "./attribute.js";
import type { OnnxGraph, OnnxModel, OnnxNode } from "./model.js";
import { ModelMessage } from "./schema.js";
import { encodeTensor } from "./tensor-proto.js";
import { encodeValueInfo } from "./value-info.js";

/** IR versions below this one list every initializer among the graph's inputs too. */
const FIRST_IR_WITH_PRIVATE_INITIALIZERS = 4;

/** The bytes of an ONNX file; all tensors are stored inside it, as raw_data. IR and opset versions are kept. */
export function serializeModel(model: OnnxModel): Uint8Array {
  return serialize(model, model.graph.outputs.map(encodeValueInfo));
}

/** The same with other outputs, whose types are left for the reader to infer. */
export function serializeForOutputs(model: OnnxModel, names: readonly string[]): Uint8Array {
  return serialize(
    model,
    names.map((name) => ({ name })),
  );
}

function serialize(model: OnnxModel, outputs: readonly object[]): Uint8Array {
  const listInitializers = model.irVersion < FIRST_IR_WITH_PRIVATE_INITIALIZERS;
  return ModelMessage.encode({
    irVersion: model.irVersion,
    producerName: model.producerName,
    producerVersion: model.producerVersion,
    graph: { ...encodeGraph(model.graph, listInitializers), output: outputs },
    opsetImport: Array.from(model.opsets, ([domain, version]) => ({ domain, version })),
    metadataProps: Array.from(model.metadata, ([key, value]) => ({ key, value })),
  }).finish();
}

function encodeGraph(graph: OnnxGraph, listInitializers: boolean): object {
  const listed = Array.from(graph.initializers, ([name, { dtype, shape }]) => ({ name, dtype, shape })).filter(
    ({ name }) => listInitializers || graph.replaceable?.has(name),
  );
  return {
    node: graph.nodes.map(encodeNode),
    name: graph.name,
    initializer: Array.from(graph.initializers, ([name, tensor]) => encodeTensor(name, tensor)),
    input: [...graph.inputs, ...listed].map(encodeValueInfo),
    valueInfo: Array.from(graph.valueInfo.values(), encodeValueInfo),
  };
}

function encodeNode(node: OnnxNode): object {
  return {
    input: node.inputs,
    output: node.outputs,
    ...(node.name === "" ? {} : { name: node.name }),
    opType: node.opType,
    ...(node.domain === "" ? {} : { domain: node.domain }),
    attribute: Array.from(node.attributes, ([name, attribute]) => encodeAttribute(name, attribute)),
  };
}
