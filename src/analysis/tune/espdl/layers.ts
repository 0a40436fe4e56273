import type { OnnxModel, OnnxNode } from "../../../formats/onnx/model.js";

/** Operators that compute, and lose something in 8 bits. */
const COMPUTING: ReadonlySet<string> = new Set(
  "Conv Gemm MatMul Add Sub Mul Div Concat AveragePool GlobalAveragePool ReduceMean Sigmoid Tanh HardSwish".split(" "),
);
/** Operators whose result is in the width of what they read. */
const FOLLOWING: ReadonlySet<string> = new Set(
  "Relu Clip LeakyRelu PRelu MaxPool Pad Reshape Flatten Squeeze Unsqueeze Transpose Slice Split Resize".split(" "),
);

/** Named nodes that compute, with their multiplications. */
export function layersOf({
  graph,
}: OnnxModel): { readonly node: string; readonly tensor: string; readonly macs: number }[] {
  const shapes = new Map([...graph.valueInfo.values(), ...graph.outputs].map(({ name, shape }) => [name, shape]));
  return graph.nodes.flatMap((node) => {
    const { name, opType, outputs } = node;
    if (!COMPUTING.has(opType) || name === "") return [];
    const size = (shapes.get(outputs[0] as string) ?? []).reduce<number>((product, dim) => product * Number(dim), 1);
    return [{ node: name, tensor: outputs[0] as string, macs: termsOf(graph, node) * size }];
  });
}

/** Products in each sum that a Conv or Gemm makes with constant weights; 0 for any other node. */
function termsOf({ initializers }: OnnxModel["graph"], { opType, inputs, attributes }: OnnxNode): number {
  const weight = initializers.get(inputs[1] ?? "");
  if (weight === undefined || (opType !== "Conv" && opType !== "Gemm")) return 0;
  const channelFirst = opType === "Conv" || attributes.get("transB")?.value === 1;
  return weight.size / weight.shape[channelFirst ? 0 : 1]!;
}

/** The nodes in 16 bits when some are: those behind them that only carry or cut their values come along. */
export function inSixteenBits({ graph }: OnnxModel, chosen: readonly string[]): string[] {
  const wide = new Set(chosen);
  const made = new Set<string>();
  for (const { name, opType, inputs, outputs } of graph.nodes) {
    const follows = FOLLOWING.has(opType) && made.has(inputs[0] ?? "") && name !== "";
    if (!wide.has(name) && !follows) continue;
    wide.add(name);
    for (const output of outputs) made.add(output);
  }
  return [...wide];
}
