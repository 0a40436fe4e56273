import type { DType } from "../../../../src/base/tensor/dtype.js";
import { Tensor } from "../../../../src/base/tensor/tensor.js";
import type { OnnxAttribute, OnnxDim, OnnxModel, OnnxNode, OnnxValueInfo } from "../../../../src/formats/onnx/model.js";
import { inferShapes } from "../../../../src/formats/onnx/shape/infer.js";

type Attribute = number | string | readonly number[] | Tensor | { readonly floats: readonly number[] };
type NodeSpec = readonly [
  opType: string,
  inputs: readonly string[],
  outputs: readonly string[],
  attributes?: Readonly<Record<string, Attribute>>,
];

export interface ModelSpec {
  readonly inputs: Readonly<Record<string, readonly OnnxDim[]>>;
  readonly nodes: readonly NodeSpec[];
  readonly initializers?: Readonly<Record<string, Tensor>>;
  readonly declared?: Readonly<Record<string, readonly OnnxDim[]>>;
  readonly outputs?: readonly string[];
  readonly opset?: number;
  /** Of the inputs, and of what is declared. */
  readonly dtype?: DType;
}

function attribute(value: Attribute): OnnxAttribute {
  if (value instanceof Tensor) return { type: "tensor", value };
  if (typeof value === "string") return { type: "string", value };
  if (typeof value === "number") return { type: Number.isInteger(value) ? "int" : "float", value };
  return "floats" in value ? { type: "floats", value: value.floats } : { type: "ints", value };
}

function node([name, inputs, outputs, attributes = {}]: NodeSpec, index: number): OnnxNode {
  const [opType, domain] = name.split(".").reverse() as [string, string?];
  return {
    opType,
    domain: domain === undefined ? "" : "com.microsoft",
    name: `${opType.toLowerCase()}_${index + 1}`,
    inputs,
    outputs,
    attributes: new Map(Object.entries(attributes).map(([key, value]) => [key, attribute(value)])),
  };
}

/** A model from a few words; outputs default to those of the last node, without a declared shape. */
export function buildModel(spec: ModelSpec): OnnxModel {
  const { inputs, nodes, initializers = {}, declared = {}, opset = 13, dtype = "float32" } = spec;
  const info = (name: string, shape: readonly OnnxDim[] | undefined): OnnxValueInfo => ({ name, dtype, shape });
  return {
    irVersion: 8,
    producerName: "test",
    producerVersion: "",
    opsets: new Map([
      ["", opset],
      ["com.microsoft", 1],
    ]),
    metadata: new Map(),
    graph: {
      name: "test",
      nodes: nodes.map(node),
      initializers: new Map(Object.entries(initializers)),
      inputs: Object.entries(inputs).map(([name, shape]) => info(name, shape)),
      outputs: (spec.outputs ?? []).map((name) => info(name, undefined)),
      valueInfo: new Map(Object.entries(declared).map(([name, shape]) => [name, info(name, shape)])),
    },
  };
}

/** The inferred shape of every node's output. */
export function shapesOf(
  spec: ModelSpec,
  dims?: Record<string, number>,
): Record<string, readonly OnnxDim[] | undefined> {
  const { valueInfo } = inferShapes(buildModel(spec), { dims }).graph;
  return Object.fromEntries([...valueInfo.values()].map(({ name, shape }) => [name, shape]));
}

export const floats = (...shape: number[]): Tensor => Tensor.zeros("float32", shape);

export const ones = (...shape: number[]): Tensor => {
  const tensor = floats(...shape);
  (tensor.data as Float32Array).fill(1);
  return tensor;
};

export const numbers = (...values: number[]): Tensor =>
  new Tensor("float32", [values.length], Float32Array.from(values));

export const int64 = (...values: number[]): Tensor =>
  new Tensor("int64", [values.length], BigInt64Array.from(values, BigInt));

export const int64Scalar = (value: number): Tensor => Tensor.scalar("int64", BigInt(value));
