/** A 64-bit integer as protobufjs holds it. */
export interface Int64 {
  low: number;
  high: number;
  unsigned: boolean;
}
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
