import { type GraphNode, splitTensor } from "./graph.js";

/** What TensorFlow calls an operator that adds a bias itself. */
const FUSED: Readonly<Record<string, string>> = {
  Conv2D: "_FusedConv2D",
  DepthwiseConv2dNative: "FusedDepthwiseConv2dNative",
  MatMul: "_FusedMatMul",
};

/**
 * A convolution or MatMul whose only reader adds a bias becomes one node, as TensorFlow's own optimizer and the
 * converter of tfjs write it. It has the name of the node that added.
 * @param kept tensors that have to stay
 */
export function fuseBiases(nodes: readonly GraphNode[], kept: readonly { readonly tensor: string }[]): GraphNode[] {
  const readers = new Map<string, number>();
  for (const tensor of [...nodes.flatMap(({ inputs }) => inputs), ...kept.map(({ tensor }) => tensor)]) {
    const [name] = splitTensor(tensor);
    readers.set(name, (readers.get(name) ?? 0) + 1);
  }
  const known = new Map(nodes.map((node) => [node.name, node]));
  return nodes.map((node) => {
    if (node.op !== "BiasAdd") return node;
    const [from] = splitTensor(node.inputs[0] ?? "");
    const inner = known.get(from);
    const fused = inner === undefined ? undefined : FUSED[inner.op];
    if (inner === undefined || fused === undefined || !Object.hasOwn(FUSED, inner.op)) return node;
    if (readers.get(from) !== 1 || inner.inputs.length !== 2 || node.inputs.length !== 2) return node;
    return {
      ...{ name: node.name, op: fused, controls: [] },
      inputs: [...inner.inputs, node.inputs[1]!],
      attributes: new Map([
        ...inner.attributes,
        ["fused_ops", { kind: "texts", value: ["BiasAdd"] }],
        ["num_args", { kind: "number", value: 1 }],
      ]),
    } satisfies GraphNode;
  });
}
