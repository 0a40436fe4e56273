import { codeOf } from "./data-type.js";
import { encodeFlatbuffer } from "./encode.js";
import { parseKey } from "./key.js";
import { docStringOf } from "./layout-name.js";
import type { EspdlAttribute, EspdlGraph, EspdlModel, EspdlNode, EspdlTensor, EspdlValueInfo } from "./model.js";
import type { Row } from "./row.js";
import { sealContainer } from "./seal.js";

/**
 * An EDL2 file of a model: read again it gives the same model. Raw data is in blocks of 16 bytes aligned to 16 from the
 * file's start, so that a chip uses it in place.
 * @param key AES-128 key, 32 hexadecimal digits; without one the file is plain.
 * @throws UserError when the key is not one.
 */
export function writeEspdl(model: EspdlModel, key?: string): Uint8Array {
  const row: Row<"Model"> = {
    ...integer("irVersion", model.irVersion),
    opsetImport: model.opsets.map(({ domain, version }) => ({ ...text("domain", domain), version: BigInt(version) })),
    ...text("producerName", model.producerName),
    ...text("producerVersion", model.producerVersion),
    ...text("domain", model.domain),
    modelVersion: BigInt(model.modelVersion),
    ...text("docString", model.docString),
    graph: graphRow(model.graph),
    metadataProps: [...model.metadata].map(([key, value]) => ({ key, value })),
  };
  return sealContainer(encodeFlatbuffer(row, "Model"), key === undefined ? undefined : parseKey(key));
}

/** A field that is left out when it is empty, as the original leaves it out. */
function text<K extends string>(key: K, value: string): { readonly [P in K]?: string } {
  return (value === "" ? {} : { [key]: value }) as { readonly [P in K]?: string };
}

function integer<K extends string>(key: K, value: number): { readonly [P in K]?: number } {
  return (value === 0 ? {} : { [key]: value }) as { readonly [P in K]?: number };
}

function graphRow(graph: EspdlGraph): Row<"Graph"> {
  return {
    node: graph.nodes.map(nodeRow),
    name: graph.name,
    initializer: graph.initializers.map(tensorRow),
    ...text("docString", graph.docString),
    input: graph.inputs.map(valueInfoRow),
    output: graph.outputs.map(valueInfoRow),
    valueInfo: graph.valueInfo.map(valueInfoRow),
    testInputsValue: graph.testInputs.map(tensorRow),
    testOutputsValue: graph.testOutputs.map(tensorRow),
  };
}

function nodeRow(node: EspdlNode): Row<"Node"> {
  return {
    input: node.inputs,
    output: node.outputs,
    ...text("name", node.name),
    opType: node.opType,
    ...text("domain", node.domain),
    attribute: [...node.attributes].map(([name, attribute]) => ({ name, ...attributeRow(attribute) })),
    ...text("docString", node.docString),
  };
}

function attributeRow(attribute: EspdlAttribute): Row<"Attribute"> {
  switch (attribute.type) {
    case "float":
      return { attrType: 1, f: attribute.value };
    case "int":
      return { attrType: 2, i: BigInt(attribute.value) };
    case "string":
      return { attrType: 3, s: new TextEncoder().encode(attribute.value) };
    case "tensor":
      return { attrType: 4, t: tensorRow(attribute.value) };
    case "graph":
      return { attrType: 5, g: graphRow(attribute.value) };
    case "floats":
      return { attrType: 6, floats: attribute.value };
    case "ints":
      return { attrType: 7, ints: attribute.value.map(BigInt) };
    case "strings":
      return { attrType: 8, strings: attribute.value };
    case "tensors":
      return { attrType: 9, tensors: attribute.value.map(tensorRow) };
    case "graphs":
      return { attrType: 10, graphs: attribute.value.map(graphRow) };
  }
}

function tensorRow(tensor: EspdlTensor): Row<"Tensor"> {
  return {
    dims: tensor.dims.map(BigInt),
    dataType: codeOf(tensor.dtype),
    name: tensor.name,
    ...text("docString", docStringOf(tensor.layout)),
    rawData: tensor.bytes,
    exponents: tensor.exponents.map(BigInt),
  };
}

function valueInfoRow(value: EspdlValueInfo): Row<"ValueInfo"> {
  const shape: Row<"TensorShape"> | undefined = value.dims && {
    dim: value.dims.map((dim) => ({ value: dimRow(dim) })),
  };
  const row: Row<"TensorTypeAndShape"> = { elemType: codeOf(value.dtype), ...(shape && { shape }) };
  return {
    name: value.name,
    type: { value: { table: "TensorTypeAndShape", row } },
    ...text("docString", docStringOf(value.layout)),
    exponents: value.exponents.map(BigInt),
  };
}

function dimRow(dim: number | string | null): Row<"DimensionValue"> {
  if (dim === null) return {};
  return typeof dim === "number" ? { dimType: 1, dimValue: BigInt(dim) } : { dimType: 2, dimParam: dim };
}
