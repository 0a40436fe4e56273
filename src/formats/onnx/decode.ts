import { UserError } from "../../base/errors.js";
import type { Tensor } from "../../base/tensor/tensor.js";
import { decodeAttribute } from "./attribute.js";
import type { ExternalTensors } from "./external-tensors.js";
import { inlineFunctions } from "./inline-functions.js";
import { toInteger } from "./integer.js";
import type { OnnxAttribute, OnnxGraph, OnnxModel, OnnxNode } from "./model.js";
import { nodeLabel, printable } from "./printable.js";
import type { GraphProto, ModelProto, NodeProto } from "./protos.js";
import { decodeTensor } from "./tensor-proto.js";
import { decodeIntermediates, decodeValueInfo } from "./value-info.js";

const DEFAULT_DOMAIN = "ai.onnx";

function domainOf(domain: string): string {
  return domain === DEFAULT_DOMAIN ? "" : domain;
}

/**
 * ModelProto → plain data.
 * @param name the file's printable name for messages
 * @throws UserError for what the plain data cannot hold.
 */
export function decodeModel(proto: ModelProto, name: string, external: ExternalTensors): OnnxModel {
  refuseExtras(proto, name);
  const opsets = new Map<string, number>();
  for (const { domain, version } of proto.opsetImport) {
    const known = opsets.get(domainOf(domain));
    const found = toInteger(version, `${name}: opset version`);
    if (known !== undefined && known !== found)
      throw new UserError(
        `${name}: opset versions ${known} and ${found} for domain "${printable(domain)}", expected one; export the model again`,
      );
    opsets.set(domainOf(domain), found);
  }
  return {
    irVersion: toInteger(proto.irVersion, `${name}: IR version`),
    producerName: proto.producerName,
    producerVersion: proto.producerVersion,
    opsets,
    metadata: new Map(proto.metadataProps.map(({ key, value }) => [key, value])),
    graph: decodeGraph(proto.graph!, inlineFunctions(proto, name), external),
  };
}

function refuseExtras(proto: ModelProto, name: string): void {
  if (proto.trainingInfo.length > 0)
    throw new UserError(`${name}: model holds training_info, expected an inference model; export it for inference`);
  const { sparseInitializer, quantizationAnnotation } = proto.graph!;
  if (sparseInitializer.length > 0)
    throw new UserError(
      `${name}: graph holds ${sparseInitializer.length} sparse initializers, expected dense ones; convert them to dense tensors`,
    );
  if (quantizationAnnotation.length > 0)
    throw new UserError(
      `${name}: tensor "${printable(quantizationAnnotation[0]!.tensorName)}" has a quantization annotation, expected QLinear or QuantizeLinear operators; quantize the float model with espdl-lab quantize`,
    );
}

function decodeGraph(proto: GraphProto, nodes: readonly NodeProto[], external: ExternalTensors): OnnxGraph {
  const initializers = new Map<string, Tensor>();
  for (const tensor of proto.initializer) {
    const what = `initializer "${printable(tensor.name)}"`;
    if (tensor.name === "") throw new UserError(`${what}: has no name, expected one; export the model again`);
    if (initializers.has(tensor.name))
      throw new UserError(`${what}: defined twice, expected unique names; rename one of them`);
    initializers.set(tensor.name, decodeTensor(tensor, what, external));
  }
  const listed = proto.input.map(({ name }) => name).filter((name) => initializers.has(name));
  return {
    name: proto.name,
    nodes: nodes.map((node, index) => decodeNode(node, index, external)),
    initializers,
    inputs: proto.input.filter(({ name }) => !initializers.has(name)).map((info) => decodeValueInfo(info, "input")),
    ...(listed.length === 0 ? {} : { replaceable: new Set(listed) }),
    outputs: proto.output.map((info) => decodeValueInfo(info, "output")),
    valueInfo: decodeIntermediates(proto.valueInfo),
  };
}

function decodeNode(proto: NodeProto, index: number, external: ExternalTensors): OnnxNode {
  const label = nodeLabel(proto, index);
  if (proto.overload !== "")
    throw new UserError(
      `${label}: calls overload "${printable(proto.overload)}" of a function, expected an operator; inline functions with onnx.inliner`,
    );
  const attributes = new Map<string, OnnxAttribute>();
  for (const attribute of proto.attribute) {
    if (attributes.has(attribute.name))
      throw new UserError(
        `${label}: attribute "${printable(attribute.name)}" given twice, expected once; export the model again`,
      );
    attributes.set(attribute.name, decodeAttribute(attribute, label, external));
  }
  return {
    opType: proto.opType,
    domain: domainOf(proto.domain),
    name: proto.name,
    inputs: proto.input.slice(),
    outputs: proto.output.slice(),
    attributes,
  };
}
