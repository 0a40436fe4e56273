import { Tensor } from "../../../src/base/tensor/tensor.js";
import type { OnnxAttribute, OnnxModel, OnnxNode } from "../../../src/formats/onnx/model.js";
import { inferShapes } from "../../../src/formats/onnx/shape/infer.js";
import type { Range, Ranges } from "../../../src/quantization/calibrate/range.js";

export function floats(shape: readonly number[], values: readonly number[]): Tensor {
  return new Tensor("float32", shape, Float32Array.from(values));
}

export function node(
  opType: string,
  inputs: readonly string[],
  outputs: readonly string[],
  attributes: Readonly<Record<string, number | readonly number[] | string>> = {},
  name = `${opType}_${outputs[0]}`,
): OnnxNode {
  const typed = Object.entries(attributes).map(([key, value]): [string, OnnxAttribute] => {
    if (typeof value === "string") return [key, { type: "string", value }];
    if (typeof value === "object") return [key, { type: "ints", value }];
    return [key, { type: key === "alpha" || key === "beta" ? "float" : "int", value }];
  });
  return { opType, domain: "", name, inputs, outputs, attributes: new Map(typed) };
}

/** A float model with input `x` and its shapes inferred. */
export function tinyModel(
  xShape: readonly number[],
  nodes: readonly OnnxNode[],
  initializers: Readonly<Record<string, Tensor>> = {},
  outputs: readonly string[] = [nodes.at(-1)!.outputs[0]!],
  opset = 13,
): OnnxModel {
  return inferShapes({
    irVersion: 8,
    producerName: "test",
    producerVersion: "",
    opsets: new Map([["", opset]]),
    metadata: new Map(),
    graph: {
      name: "tiny",
      nodes,
      initializers: new Map(Object.entries(initializers)),
      inputs: [{ name: "x", dtype: "float32", shape: xShape }],
      outputs: outputs.map((name) => ({ name, dtype: "float32", shape: undefined })),
      valueInfo: new Map(),
    },
  });
}

/** The same range for every tensor of the model. */
export function evenRanges(model: OnnxModel, range: Range = { min: -1, max: 1 }): Ranges {
  const names = [...model.graph.inputs.map((input) => input.name), ...model.graph.nodes.flatMap((n) => n.outputs)];
  return new Map(names.map((name) => [name, range]));
}
