import type { DType } from "../../../src/base/tensor/dtype.js";
import { Tensor } from "../../../src/base/tensor/tensor.js";
import type { OnnxAttribute, OnnxModel, OnnxNode, OnnxValueInfo } from "../../../src/formats/onnx/model.js";

export const floats = (...values: number[]): Tensor =>
  new Tensor("float32", [values.length], Float32Array.from(values));
export const ints64 = (...values: number[]): Tensor =>
  new Tensor("int64", [values.length], BigInt64Array.from(values.map(BigInt)));
export const scale = (value: number): Tensor => Tensor.scalar("float32", value);
export const zero = (dtype: DType = "int8", value = 0): Tensor => Tensor.scalar(dtype, value);

const attributeOf = (value: number | string | readonly number[]): OnnxAttribute => {
  if (typeof value === "string") return { type: "string", value };
  if (typeof value === "number") return Number.isInteger(value) ? { type: "int", value } : { type: "float", value };
  return { type: "ints", value };
};

export function onnxNode(
  opType: string,
  inputs: readonly string[],
  attributes: Record<string, number | string | readonly number[]> = {},
  outputs: readonly string[] = ["y"],
): OnnxNode {
  const domain = /^Q(Gemm|Linear(?!Conv|MatMul))/.test(opType) ? "com.microsoft" : "";
  const entries = Object.entries(attributes).map(([name, value]): [string, OnnxAttribute] => [
    name,
    attributeOf(value),
  ]);
  return { opType, domain, name: `${opType}_1`, inputs, outputs, attributes: new Map(entries) };
}

/** A model of the given nodes: inputs `x` (and what `inputs` adds), output `y` unless `outputs` says otherwise. */
export function onnxModel(
  nodes: readonly OnnxNode[],
  options: {
    readonly inputs?: Record<string, readonly [DType, readonly (number | string)[]]>;
    readonly initializers?: Record<string, Tensor>;
    readonly outputs?: readonly string[];
    readonly opset?: number;
  } = {},
): OnnxModel {
  const inputs = Object.entries(options.inputs ?? { x: ["float32", [1, 4, 8, 8]] as const }).map(
    ([name, [dtype, shape]]): OnnxValueInfo => ({ name, dtype, shape }),
  );
  return {
    irVersion: 8,
    producerName: "test",
    producerVersion: "",
    opsets: new Map([
      ["", options.opset ?? 13],
      ["com.microsoft", 1],
    ]),
    metadata: new Map(),
    graph: {
      name: "test",
      nodes,
      initializers: new Map(Object.entries(options.initializers ?? {})),
      inputs,
      outputs: (options.outputs ?? ["y"]).map((name) => ({ name, dtype: "float32", shape: undefined })),
      valueInfo: new Map(),
    },
  };
}
