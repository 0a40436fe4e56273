import { UserError } from "../base/errors.js";
import { dtypeOf } from "./data-type.js";
import { layoutOf } from "./layout-name.js";
import type { EspdlAttribute, EspdlGraph, EspdlNode, EspdlValueInfo } from "./model.js";
import { elementCount, readTensor } from "./read-tensor.js";
import type { Row } from "./row.js";
import { readExponents, safeInteger } from "./safe-integer.js";

/** A graph of the flatbuffer. @throws UserError when a part of it contradicts itself. */
export function readGraph(row: Row<"Graph">): EspdlGraph {
  const tensors = (rows: readonly Row<"Tensor">[] | undefined, role: string) =>
    (rows ?? []).map((tensor) => readTensor(tensor, role));
  const values = (rows: readonly Row<"ValueInfo">[] | undefined, role: string) =>
    (rows ?? []).map((value) => readValueInfo(value, role));
  return {
    name: row.name ?? "",
    docString: row.docString ?? "",
    nodes: (row.node ?? []).map(readNode),
    initializers: tensors(row.initializer, "initializer"),
    inputs: values(row.input, "input"),
    outputs: values(row.output, "output"),
    valueInfo: values(row.valueInfo, "value"),
    testInputs: tensors(row.testInputsValue, "test input"),
    testOutputs: tensors(row.testOutputsValue, "test output"),
  };
}

function readNode(row: Row<"Node">, index: number): EspdlNode {
  const name = row.name ?? "";
  const where = `node ${name === "" ? index : JSON.stringify(name)}`;
  const attributes = new Map<string, EspdlAttribute>();
  for (const attribute of row.attribute ?? []) {
    const key = attribute.name ?? "";
    if (attributes.has(key)) throw new UserError(`${where}: attribute ${JSON.stringify(key)} is given twice`);
    attributes.set(key, readAttribute(attribute, `${where}: attribute ${JSON.stringify(key)}`));
  }
  return {
    name,
    opType: row.opType ?? "",
    domain: row.domain ?? "",
    docString: row.docString ?? "",
    inputs: row.input ?? [],
    outputs: row.output ?? [],
    attributes,
  };
}

/** Attribute types by number, as in ONNX. */
const FLOAT = 1;
const INT = 2;
const STRING = 3;
const TENSOR = 4;
const GRAPH = 5;
const FLOATS = 6;
const INTS = 7;
const STRINGS = 8;
const TENSORS = 9;
const GRAPHS = 10;

function readAttribute(row: Row<"Attribute">, where: string): EspdlAttribute {
  switch (row.attrType ?? 0) {
    case FLOAT:
      return { type: "float", value: row.f ?? 0 };
    case INT:
      return { type: "int", value: safeInteger(row.i ?? 0n, where) };
    case STRING:
      return { type: "string", value: new TextDecoder().decode(row.s) };
    case TENSOR:
      if (row.t !== undefined) return { type: "tensor", value: readTensor(row.t, where) };
      break;
    case GRAPH:
      if (row.g !== undefined) return { type: "graph", value: readGraph(row.g) };
      break;
    case FLOATS:
      return { type: "floats", value: row.floats ?? [] };
    case INTS:
      return { type: "ints", value: (row.ints ?? []).map((value) => safeInteger(value, where)) };
    case STRINGS:
      return { type: "strings", value: row.strings ?? [] };
    case TENSORS:
      return { type: "tensors", value: (row.tensors ?? []).map((tensor) => readTensor(tensor, where)) };
    case GRAPHS:
      return { type: "graphs", value: (row.graphs ?? []).map(readGraph) };
  }
  throw new UserError(`${where}: has type ${row.attrType ?? 0} or lacks its value, expected a type of 1 … 10 with one`);
}

/** How a dimension is given: by a number, by a symbol, or not at all. */
const DIM_VALUE = 1;
const DIM_PARAM = 2;

function readValueInfo(row: Row<"ValueInfo">, role: string): EspdlValueInfo {
  const name = row.name ?? "";
  const where = `${role} ${JSON.stringify(name)}`;
  const value = row.type?.value;
  if (value !== undefined && value.table !== "TensorTypeAndShape") {
    throw new UserError(`${where}: is a ${value.table}, expected a tensor (ESP-DL runs on nothing else)`);
  }
  const dims = value?.row.shape?.dim?.map(({ value: dim }) => {
    if (dim?.dimType === DIM_VALUE) return safeInteger(dim.dimValue ?? 0n, `${where}: dims`);
    return dim?.dimType === DIM_PARAM ? (dim.dimParam ?? "") : null;
  });
  if (dims !== undefined) {
    elementCount(
      dims.filter((dim) => typeof dim === "number"),
      where,
    );
  }
  return {
    name,
    dtype: dtypeOf(value?.row.elemType ?? 0),
    dims: value?.row.shape === undefined ? undefined : (dims ?? []),
    layout: layoutOf(row.docString),
    exponents: readExponents(row.exponents, where),
  };
}
