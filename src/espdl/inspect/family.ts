/** What kind of work an operator does; one colour each. */
export type Family = "product" | "activation" | "arithmetic" | "movement" | "window" | "scale" | "unknown";

const MEMBERS: Readonly<Record<Exclude<Family, "arithmetic" | "unknown">, readonly string[]>> = {
  product: ["Conv", "ConvTranspose", "Gemm", "MatMul", "LSTM", "GRU"],
  activation: [
    ...["Relu", "LeakyRelu", "PRelu", "Clip", "Sigmoid", "Tanh", "HardSigmoid", "HardSwish", "Swish", "Elu", "Gelu"],
    ...["LUT", "Softmax", "LogSoftmax", "Exp", "Log", "Sqrt"],
  ],
  movement: [
    ...["Concat", "Slice", "Split", "Transpose", "Reshape", "Flatten", "Squeeze", "Unsqueeze", "Gather", "Pad"],
    ...["DepthToSpace", "SpaceToDepth", "Identity", "InsertZeros", "StreamingCache", "ReverseSequence", "ScatterND"],
  ],
  window: ["AveragePool", "GlobalAveragePool", "MaxPool", "Resize"],
  scale: ["QuantizeLinear", "DequantizeLinear", "RequantizeLinear"],
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
