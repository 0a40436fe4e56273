import type { DType } from "../../src/base/tensor/dtype.js";
import { Tensor } from "../../src/base/tensor/tensor.js";
import type { OnnxModel, OnnxNode, OnnxValueInfo } from "../../src/formats/onnx/model.js";
import { node } from "../quantization/quantize/tiny-model.js";

/** A model whose parts a test may replace before it is built. */
export interface Draft {
  irVersion: number;
  opset: number;
  input: OnnxValueInfo;
  nodes: Record<string, OnnxNode>;
  readonly initializers: Record<string, Tensor>;
  output: string;
}

export function build(draft: Draft): OnnxModel {
  return {
    irVersion: draft.irVersion,
    producerName: "test",
    producerVersion: "",
    opsets: new Map([
      ["", draft.opset],
      ["com.microsoft", 1],
    ]),
    metadata: new Map(),
    graph: {
      name: "small",
      nodes: Object.values(draft.nodes),
      initializers: new Map(Object.entries(draft.initializers)),
      inputs: [draft.input],
      outputs: [{ name: draft.output, dtype: "float32", shape: undefined }],
      valueInfo: new Map(),
    },
  };
}

/** A tensor of small numbers of both signs that repeat. */
export function ramp(dtype: DType, shape: readonly number[], scale = 1): Tensor {
  const tensor = Tensor.zeros(dtype, shape);
  for (let i = 0; i < tensor.size; i++) tensor.data[i] = (((i * 5) % 11) - 5) * scale;
  return tensor;
}

/** x [1, 2, 6, 6] → quantize → 3×3 convolution to 4 channels → bias → pool → dequantize → y. */
export function quantizedDraft(): Draft {
  const conv = ["q", "xs", "xz", "w", "ws", "wz", "cs", "cz"];
  return {
    irVersion: 8,
    opset: 13,
    input: { name: "x", dtype: "float32", shape: [1, 2, 6, 6] },
    nodes: {
      quantize: node("QuantizeLinear", ["x", "xs", "xz"], ["q"], {}, "Quantize_1"),
      conv: node("QLinearConv", conv, ["c"], { kernel_shape: [3, 3], pads: [1, 1, 1, 1] }, "Conv_1"),
      bias: node("Add", ["c", "b"], ["a"], {}, "Bias_1"),
      pool: node("MaxPool", ["a"], ["p"], { kernel_shape: [2, 2], strides: [2, 2] }, "Pool_1"),
      dequantize: node("DequantizeLinear", ["p", "cs", "cz"], ["y"], {}, "Dequantize_1"),
    },
    initializers: {
      w: ramp("int8", [4, 2, 3, 3]),
      b: ramp("int8", [4, 1, 1]),
      xs: Tensor.scalar("float32", 2 ** -6),
      xz: Tensor.scalar("int8", 0),
      ws: Tensor.scalar("float32", 2 ** -5),
      wz: Tensor.scalar("int8", 0),
      cs: Tensor.scalar("float32", 2 ** -4),
      cz: Tensor.scalar("int8", 0),
    },
    output: "y",
  };
}

/** x [1, 2, 6, 6] → 3×3 convolution to 4 channels with a bias → relu → y, in float32. */
export function floatDraft(): Draft {
  return {
    irVersion: 8,
    opset: 13,
    input: { name: "x", dtype: "float32", shape: [1, 2, 6, 6] },
    nodes: {
      conv: node("Conv", ["x", "w", "b"], ["c"], { kernel_shape: [3, 3], pads: [1, 1, 1, 1] }, "Conv_1"),
      relu: node("Relu", ["c"], ["y"], {}, "Relu_1"),
    },
    initializers: { w: ramp("float32", [4, 2, 3, 3], 0.1), b: ramp("float32", [4], 0.01) },
    output: "y",
  };
}

/** `original` with some attributes set; a number is an int, a list ints, a text a string. */
export function withAttributes(
  original: OnnxNode,
  given: Readonly<Record<string, number | readonly number[] | string>>,
) {
  const { attributes } = node(original.opType, [], [], given);
  return { ...original, attributes: new Map([...original.attributes, ...attributes]) };
}
