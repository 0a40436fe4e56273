import { toBytes } from "../../src/base/tensor/dtype.js";
import type { Tensor } from "../../src/base/tensor/tensor.js";
import type { EspdlAttribute, EspdlModel, EspdlNode, EspdlTensor, EspdlValueInfo } from "../../src/espdl/model.js";

/** A tensor that a model computes or is given: dtype, dims (inputs only) and exponents. */
export interface Made {
  readonly dtype: EspdlTensor["dtype"];
  readonly dims?: readonly number[];
  readonly exponents?: readonly number[];
}

function info(name: string, { dtype, dims, exponents = [-5] }: Made): EspdlValueInfo {
  return { name, dtype, dims, layout: "", exponents };
}

/** An initializer in C order. */
export function initializer(name: string, tensor: Tensor, exponents: readonly number[] = [-5]): EspdlTensor {
  return { name, dtype: tensor.dtype, dims: tensor.shape, layout: "UNK", exponents, bytes: toBytes(tensor.data) };
}

/** A node whose name is its operator's, in small letters. */
export function node(
  opType: string,
  inputs: readonly string[],
  outputs: readonly string[],
  attributes: Readonly<Record<string, EspdlAttribute["value"]>> = {},
): EspdlNode {
  const typed = Object.entries(attributes).map(([name, value]) => {
    const type =
      typeof value === "string" ? "string" : Array.isArray(value) ? "ints" : Number.isInteger(value) ? "int" : "float";
    return [name, { type, value } as EspdlAttribute] as const;
  });
  return { name: opType.toLowerCase(), opType, domain: "", docString: "", inputs, outputs, attributes: new Map(typed) };
}

/** A model of these nodes; every tensor they make is listed in `made`, the last node's first output is the model's. */
export function handMade(
  inputs: Readonly<Record<string, Made>>,
  nodes: readonly EspdlNode[],
  made: Readonly<Record<string, Made>>,
  initializers: readonly EspdlTensor[] = [],
): EspdlModel {
  const list = (values: Readonly<Record<string, Made>>) =>
    Object.entries(values).map(([name, value]) => info(name, value));
  const output = nodes[nodes.length - 1]!.outputs[0]!;
  const graph = {
    name: "made by hand",
    docString: "",
    nodes,
    initializers,
    inputs: list(inputs),
    outputs: [info(output, made[output]!)],
    valueInfo: list(made),
    testInputs: [],
    testOutputs: [],
  };
  return {
    irVersion: 8,
    producerName: "",
    producerVersion: "",
    domain: "",
    modelVersion: 0,
    docString: "",
    opsets: [],
    metadata: new Map(),
    graph,
  };
}
