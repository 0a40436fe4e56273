/** What kind of work an operator, in ONNX's or Relay's spelling, does; one colour each. */
export type Family = "product" | "activation" | "arithmetic" | "movement" | "window" | "scale" | "unknown";

const MEMBERS: Readonly<Record<Exclude<Family, "arithmetic" | "unknown">, readonly string[]>> = {
  product: [
    ...["Conv", "ConvTranspose", "Gemm", "MatMul", "LSTM", "GRU"],
    ...["nn.conv2d", "nn.dense", "nn.batch_matmul", "esp.conv2d", "esp.depthwise_conv2d", "esp.dense"],
  ],
  activation: [
    ...["Relu", "LeakyRelu", "PRelu", "Clip", "Sigmoid", "Tanh", "HardSigmoid", "HardSwish", "Swish", "Elu", "Gelu"],
    ...["LUT", "Softmax", "LogSoftmax", "Exp", "Log", "Sqrt"],
    ...["nn.relu", "clip", "sigmoid", "tanh", "nn.softmax", "esp.lookup"],
  ],
  movement: [
    ...["Concat", "Slice", "Split", "Transpose", "Reshape", "Flatten", "Squeeze", "Unsqueeze", "Gather", "Pad"],
    ...["DepthToSpace", "SpaceToDepth", "Identity", "InsertZeros", "StreamingCache", "ReverseSequence", "ScatterND"],
    ...["concatenate", "strided_slice", "transpose", "reshape", "layout_transform", "nn.batch_flatten", "nn.pad"],
  ],
  window: [
    ...["AveragePool", "GlobalAveragePool", "MaxPool", "Resize"],
    ...["nn.avg_pool2d", "nn.global_avg_pool2d", "nn.max_pool2d", "image.resize2d"],
  ],
  scale: ["QuantizeLinear", "DequantizeLinear", "RequantizeLinear", "esp.quantize", "esp.dequantize"],
};

const FAMILY = new Map(
  Object.entries(MEMBERS).flatMap(([family, ops]) => ops.map((op) => [op, family as Family] as const)),
);

/** How a page calls each family, in the order of its legend. */
export const FAMILIES: Readonly<Record<Family, string>> = {
  product: "products",
  activation: "activations",
  arithmetic: "arithmetic, reductions",
  movement: "movement",
  window: "pools, resize",
  scale: "quantization",
  unknown: "unknown to the chip",
};

export function familyOf(op: string, registered: boolean): Family {
  return registered ? (FAMILY.get(op) ?? "arithmetic") : "unknown";
}
