import type { DType } from "../../src/base/tensor/dtype.js";
import { Tensor } from "../../src/base/tensor/tensor.js";
import type { OnnxDim, OnnxModel, OnnxNode } from "../../src/formats/onnx/model.js";
import { node } from "../quantization/quantize/tiny-model.js";

/** Values of both signs, always the same. */
export function noise(shape: readonly number[], dtype: DType = "float32"): Tensor {
  const tensor = Tensor.zeros(dtype, shape);
  let state = 7;
  for (let i = 0; i < tensor.size; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    tensor.data[i] = dtype === "uint8" ? state >>> 24 : state / 2 ** 31 - 1;
  }
  return tensor;
}

/** A float model as exporters write it: nothing is known of what lies between. */
export function floatModel(
  shape: readonly OnnxDim[],
  nodes: readonly OnnxNode[],
  initializers: Readonly<Record<string, Tensor>>,
  dtype: DType = "float32",
): OnnxModel {
  return {
    irVersion: 8,
    producerName: "test",
    producerVersion: "",
    opsets: new Map([["", 13]]),
    metadata: new Map(),
    graph: {
      name: "net",
      nodes,
      initializers: new Map(Object.entries(initializers)),
      inputs: [{ name: "x", dtype, shape }],
      outputs: [{ name: nodes.at(-1)!.outputs[0]!, dtype: "float32", shape: undefined }],
      valueInfo: new Map(),
    },
  };
}

/** A convolution of 3 to 8 channels with a bias, `features/0/Conv`, its output `c`. */
export const CONVOLUTION = node(
  "Conv",
  ["x", "w", "b"],
  ["c"],
  { kernel_shape: [3, 3], pads: [1, 1, 1, 1] },
  "features/0/Conv",
);
export const WEIGHTS = { w: noise([8, 3, 3, 3]), b: noise([8]) };

/** An image of these sizes through a convolution, a Relu and a pool over all of it. */
export function imageModel(shape: readonly OnnxDim[], dtype: DType = "float32"): OnnxModel {
  const nodes = [CONVOLUTION, node("Relu", ["c"], ["r"]), node("GlobalAveragePool", ["r"], ["y"], {}, "pool")];
  return floatModel(shape, nodes, WEIGHTS, dtype);
}
