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

/**
 * The nodes in 16 bits when some are. Those behind them that only carry or cut their values come along, and so do those
 * that carry an input to nothing else: the input is in their width.
 */
export function inSixteenBits({ graph }: OnnxModel, chosen: readonly string[]): string[] {
  const wide = new Set(chosen);
  const made = new Set<string>();
  const follows = ({ name, opType }: OnnxNode): boolean => FOLLOWING.has(opType) && name !== "";
  for (const node of graph.nodes) {
    if (!wide.has(node.name) && !(follows(node) && made.has(node.inputs[0] ?? ""))) continue;
    wide.add(node.name);
    for (const output of node.outputs) made.add(output);
  }
  const given = new Set(graph.inputs.map(({ name }) => name));
  const carriers = graph.nodes.filter((node) => {
    if (!follows(node) || !given.has(node.inputs[0] ?? "")) return false;
    for (const output of node.outputs) given.add(output);
    return true;
  });
  const isRead = (name: string): boolean => graph.outputs.some((output) => output.name === name);
  for (const { name, outputs } of carriers.reverse()) {
    const readers = graph.nodes.filter(({ inputs }) => inputs.some((input) => outputs.includes(input)));
    if (readers.length > 0 && readers.every((node) => wide.has(node.name)) && !outputs.some(isRead)) wide.add(name);
  }
  return [...wide];
}
