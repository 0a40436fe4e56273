import type { Messages } from "./message-decoder.js";

/**
 * The part of onnx.proto (ONNX IR 3–13) that this project reads and writes. Subgraphs, sparse tensors and type
 * attributes are left out on purpose: an attribute of such a type is refused by its `type` number, and without them
 * no message contains itself, so that the depth of a file is bounded by this table.
 *
 * A field is [number, type]; `*` marks a repeated field, `**` a packed one. The packed varints of int32_data,
 * int64_data and uint64_data are kept as bytes, because a list of them would take up to fifty times the memory (see
 * varints.ts).
 */
export const MESSAGES: Messages = {
  Model: {
    irVersion: [1, "int64"],
    producerName: [2, "string"],
    producerVersion: [3, "string"],
    graph: [7, "Graph"],
    opsetImport: [8, "OperatorSet*"],
    metadataProps: [14, "Entry*"],
    trainingInfo: [20, "bytes*"],
    functions: [25, "Function*"],
  },
  OperatorSet: { domain: [1, "string"], version: [2, "int64"] },
  Entry: { key: [1, "string"], value: [2, "string"] },
  Function: {
    name: [1, "string"],
    input: [4, "string*"],
    output: [5, "string*"],
    node: [7, "Node*"],
    opsetImport: [9, "OperatorSet*"],
    domain: [10, "string"],
    attributeProto: [11, "Attribute*"],
    overload: [13, "string"],
  },
  Graph: {
    node: [1, "Node*"],
    name: [2, "string"],
    initializer: [5, "Tensor*"],
    input: [11, "ValueInfo*"],
    output: [12, "ValueInfo*"],
    valueInfo: [13, "ValueInfo*"],
    quantizationAnnotation: [14, "Annotation*"],
    sparseInitializer: [15, "bytes*"],
  },
  Annotation: { tensorName: [1, "string"] },
  Node: {
    input: [1, "string*"],
    output: [2, "string*"],
    name: [3, "string"],
    opType: [4, "string"],
    attribute: [5, "Attribute*"],
    domain: [7, "string"],
    overload: [8, "string"],
  },
  Attribute: {
    name: [1, "string"],
    f: [2, "float"],
    i: [3, "int64"],
    s: [4, "bytes"],
    t: [5, "Tensor"],
    floats: [7, "float*"],
    ints: [8, "int64*"],
    strings: [9, "bytes*"],
    type: [20, "int32"],
    refAttrName: [21, "string"],
  },
  ValueInfo: { name: [1, "string"], type: [2, "Type"] },
  Type: { tensorType: [1, "TensorType"] },
  TensorType: { elemType: [1, "int32"], shape: [2, "Shape"] },
  Shape: { dim: [1, "Dimension*"] },
  Dimension: { dimValue: [1, "int64"], dimParam: [2, "string"] },
  Tensor: {
    dims: [1, "int64*"],
    dataType: [2, "int32"],
    segment: [3, "bytes"],
    floatData: [4, "float**"],
    int32Data: [5, "bytes*"],
    stringData: [6, "bytes*"],
    int64Data: [7, "bytes*"],
    name: [8, "string"],
    rawData: [9, "bytes"],
    doubleData: [10, "double**"],
    uint64Data: [11, "bytes*"],
    externalData: [13, "Entry*"],
    dataLocation: [14, "int32"],
  },
};
