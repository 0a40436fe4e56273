/**
 * The tables of an `.espdl` flatbuffer, an ONNX clone: fields in the order of their vtable slots. The verifier, the
 * decoder and the encoder are all driven by this one description. A union takes two slots: its tag, then its table.
 */
export type ScalarType = "int8" | "uint8" | "int32" | "int64" | "uint64" | "float32" | "float64";

/** Bytes a scalar takes, which is also its alignment. */
export const SCALAR_BYTES: Readonly<Record<ScalarType, number>> = {
  int8: 1,
  uint8: 1,
  int32: 4,
  int64: 8,
  uint64: 8,
  float32: 4,
  float64: 8,
};

/**
 * Raw tensor data is a vector of structs of 16 bytes, each aligned to as many. In an EDL1 file (2024) it is a plain
 * vector of bytes.
 */
export type BlockBytes = 1 | 16;

const scalar = <T extends ScalarType>(type: T) => ({ kind: "scalar", type }) as const;
const vector = <T extends ScalarType>(type: T) => ({ kind: "vector", type }) as const;
const table = <T extends string>(of: T) => ({ kind: "table", of }) as const;
const tables = <T extends string>(of: T) => ({ kind: "tables", of }) as const;
const string = { kind: "string" } as const;
const strings = { kind: "strings" } as const;
const blocks = { kind: "blocks" } as const;
const typeValue = {
  kind: "union",
  of: ["TensorTypeAndShape", "SequenceType", "MapType", "OptionalType"],
} as const;

export const SCHEMA = {
  Attribute: {
    name: string,
    refAttrName: string,
    docString: string,
    attrType: scalar("int32"),
    // f and i are structs of one member: in the buffer, a scalar that is present or absent.
    f: scalar("float32"),
    i: scalar("int64"),
    s: vector("uint8"),
    t: table("Tensor"),
    g: table("Graph"),
    tp: table("TypeInfo"),
    floats: vector("float32"),
    ints: vector("int64"),
    strings,
    tensors: tables("Tensor"),
    graphs: tables("Graph"),
    typeProtos: tables("TypeInfo"),
  },
  ValueInfo: { name: string, type: table("TypeInfo"), docString: string, exponents: vector("int64") },
  Node: {
    input: strings,
    output: strings,
    name: string,
    opType: string,
    domain: string,
    attribute: tables("Attribute"),
    docString: string,
  },
  Model: {
    irVersion: scalar("int32"),
    opsetImport: tables("OperatorSetId"),
    producerName: string,
    producerVersion: string,
    domain: string,
    modelVersion: scalar("int64"),
    docString: string,
    graph: table("Graph"),
    metadataProps: tables("StringStringEntry"),
    functions: tables("Function"),
  },
  StringStringEntry: { key: string, value: string },
  TensorAnnotation: { tensorName: string, quantParameterTensorNames: tables("StringStringEntry") },
  Graph: {
    node: tables("Node"),
    name: string,
    initializer: tables("Tensor"),
    docString: string,
    input: tables("ValueInfo"),
    output: tables("ValueInfo"),
    valueInfo: tables("ValueInfo"),
    quantizationAnnotation: tables("TensorAnnotation"),
    testInputsValue: tables("Tensor"),
    testOutputsValue: tables("Tensor"),
  },
  Tensor: {
    dims: vector("int64"),
    dataType: scalar("int32"),
    floatData: vector("float32"),
    int32Data: vector("int32"),
    stringData: strings,
    int64Data: vector("int64"),
    name: string,
    docString: string,
    rawData: blocks,
    externalData: tables("StringStringEntry"),
    dataLocation: scalar("int32"),
    doubleData: vector("float64"),
    uint64Data: vector("uint64"),
    exponents: vector("int64"),
  },
  TensorShape: { dim: tables("Dimension") },
  Dimension: { value: table("DimensionValue"), denotation: string },
  DimensionValue: { dimType: scalar("int8"), dimValue: scalar("int64"), dimParam: string },
  TensorTypeAndShape: { elemType: scalar("int32"), shape: table("TensorShape") },
  SequenceType: { elemType: table("TypeInfo") },
  MapType: { keyType: scalar("int32"), valueType: table("TypeInfo") },
  OptionalType: { elemType: table("TypeInfo") },
  TypeInfo: { value: typeValue, denotation: string },
  OperatorSetId: { domain: string, version: scalar("int64") },
  Function: {
    name: string,
    input: strings,
    output: strings,
    attribute: strings,
    attributeProto: tables("Attribute"),
    node: tables("Node"),
    docString: string,
    opsetImport: tables("OperatorSetId"),
    domain: string,
  },
} as const;

export type TableName = keyof typeof SCHEMA;

export type Field =
  | { readonly kind: "scalar"; readonly type: ScalarType }
  | { readonly kind: "vector"; readonly type: ScalarType }
  | { readonly kind: "string" }
  | { readonly kind: "strings" }
  | { readonly kind: "blocks" }
  | { readonly kind: "table"; readonly of: TableName }
  | { readonly kind: "tables"; readonly of: TableName }
  | { readonly kind: "union"; readonly of: readonly TableName[] };

/** The fields of a table with their slots, in order. */
export const FIELDS = Object.fromEntries(
  Object.entries(SCHEMA).map(([name, fields]) => {
    let slot = 0;
    const rows = Object.entries(fields as Record<string, Field>).map(([key, field]) => {
      const row = { key, field, slot };
      slot += field.kind === "union" ? 2 : 1;
      return row;
    });
    return [name, { rows, slots: slot }];
  }),
) as unknown as Readonly<
  Record<TableName, { readonly rows: readonly { key: string; field: Field; slot: number }[]; readonly slots: number }>
>;
