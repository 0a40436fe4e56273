import { toBytes } from "../../base/tensor/dtype.js";
import type { Tensor } from "../../base/tensor/tensor.js";
import type { EspdlModel, EspdlNode, EspdlTensor, EspdlValueInfo } from "../model.js";
import type { Draft, DraftNode } from "./draft.js";
import { permuted } from "./permutation.js";

/** The finished draft as the model of a file, without test vectors. */
export function buildModel(draft: Draft, metadata: ReadonlyMap<string, string>): EspdlModel {
  const info = (name: string): EspdlValueInfo => valueInfo(draft, name);
  const read = new Set(draft.nodes.flatMap(({ inputs, outputs }) => [...inputs, ...outputs]));
  const values = [...new Set([...draft.inputs, ...read])].filter((name) => name !== "" && !draft.constants.has(name));
  const tables = new Set(draft.nodes.flatMap((node) => tableOf(node)));
  const constants = [...draft.constants].filter(([name]) => read.has(name) || tables.has(name));
  return {
    irVersion: draft.irVersion,
    producerName: "",
    producerVersion: "",
    domain: "",
    modelVersion: 0,
    docString: "",
    opsets: [],
    metadata,
    graph: {
      name: draft.name,
      docString: "",
      nodes: draft.nodes.map(builtNode),
      initializers: constants.map(([name, tensor]) => initializer(draft, name, tensor, tables.has(name))),
      inputs: draft.inputs.map(info),
      outputs: draft.outputs.map(info),
      valueInfo: values.map(info),
      testInputs: [],
      testOutputs: [],
    },
  };
}

const tableOf = ({ attributes }: DraftNode): string[] => {
  const table = attributes.get("lut");
  return table?.type === "string" ? [table.value] : [];
};

function builtNode({ name, opType, inputs, outputs, attributes }: DraftNode): EspdlNode {
  const sorted = [...attributes].sort(([a], [b]) => (a < b ? -1 : 1));
  return { name, opType, domain: "", docString: "", inputs, outputs, attributes: new Map(sorted) };
}

function initializer(draft: Draft, name: string, tensor: Tensor, table: boolean): EspdlTensor {
  return {
    name,
    dtype: tensor.dtype,
    dims: tensor.shape,
    layout: table ? "" : (draft.layouts.get(name) ?? "UNK"),
    exponents: draft.exponents.get(name) ?? [0],
    bytes: toBytes(tensor.data),
  };
}

function valueInfo(draft: Draft, name: string): EspdlValueInfo {
  const shape = draft.shapeOf(name);
  const permutation = draft.permutations.get(name);
  const dims = permutation === undefined || permutation.length !== shape.length ? shape : permuted(shape, permutation);
  return { name, dtype: draft.dtypes.get(name), dims, layout: "", exponents: draft.exponents.get(name) ?? [0] };
}
