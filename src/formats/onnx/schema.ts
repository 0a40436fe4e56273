import { type Int64, type Messages, messageType } from "../messages.js";

/**
 * The part of onnx.proto (ONNX IR 3–13) that this project reads and writes. Subgraphs, sparse tensors and type
 * attributes are left out on purpose: an attribute of such a type is refused by its `type` number, and without them
 * no message contains itself, so that the depth of a file is bounded by this table.
 *
 * The packed varints of int32_data, int64_data and uint64_data are kept as bytes, because a list of them would take up
 * to fifty times the memory (see varints.ts).
 */
const MESSAGES: Messages = {
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

export interface EntryProto {
  key: string;
  value: string;
}
export interface TensorProto {
  dims: Int64[];
  dataType: number;
  segment: Uint8Array;
  floatData: number[];
  int32Data: Uint8Array[];
  stringData: Uint8Array[];
  int64Data: Uint8Array[];
  name: string;
  rawData: Uint8Array;
  doubleData: number[];
  uint64Data: Uint8Array[];
  externalData: EntryProto[];
  dataLocation: number;
}
export interface AttributeProto {
  name: string;
  f: number;
  i: Int64;
  s: Uint8Array;
  t: TensorProto | null;
  floats: number[];
  ints: Int64[];
  strings: Uint8Array[];
  type: number;
  refAttrName: string;
}
export interface NodeProto {
  input: string[];
  output: string[];
  name: string;
  opType: string;
  attribute: AttributeProto[];
  domain: string;
  overload: string;
}
export interface DimensionProto {
  dimValue: Int64;
  dimParam: string;
}
export interface ValueInfoProto {
  name: string;
  type: { tensorType: { elemType: number; shape: { dim: DimensionProto[] } | null } | null } | null;
}
export interface GraphProto {
  node: NodeProto[];
  name: string;
  initializer: TensorProto[];
  input: ValueInfoProto[];
  output: ValueInfoProto[];
  valueInfo: ValueInfoProto[];
  quantizationAnnotation: { tensorName: string }[];
  sparseInitializer: Uint8Array[];
}
/** Absent scalars read as their zero value, absent messages as null; `Object.hasOwn` tells presence. */
export interface ModelProto {
  irVersion: Int64;
  producerName: string;
  producerVersion: string;
  graph: GraphProto | null;
  opsetImport: { domain: string; version: Int64 }[];
  metadataProps: EntryProto[];
  trainingInfo: Uint8Array[];
  functions: FunctionProto[];
}
export interface FunctionProto {
  name: string;
  input: string[];
  output: string[];
  node: NodeProto[];
  opsetImport: { domain: string; version: Int64 }[];
  domain: string;
  attributeProto: AttributeProto[];
  overload: string;
}

/** ModelProto, both ways. */
export const ModelMessage = messageType(MESSAGES, "Model");
