import type { Attribute } from "./attribute.js";
import { type GraphNode, splitTensor } from "./graph.js";

/** What TensorFlow calls an operator that does more behind its sum. */
const FUSED: ReadonlyMap<string, string> = new Map([
  ["Conv2D", "_FusedConv2D"],
  ["DepthwiseConv2dNative", "FusedDepthwiseConv2dNative"],
  ["MatMul", "_FusedMatMul"],
  ["_FusedConv2D", "_FusedConv2D"],
  ["FusedDepthwiseConv2dNative", "FusedDepthwiseConv2dNative"],
]);

type Follower = (node: GraphNode, inner: GraphNode) => string | undefined;

/**
 * A convolution or MatMul whose only reader adds a bias becomes one node, as TensorFlow's own optimizer and the
 * converter of tfjs write it; then one whose only reader normalizes with known statistics. It has the reader's name.
 * @param kept tensors that have to stay
 */
export function fuse(nodes: readonly GraphNode[], kept: readonly { readonly tensor: string }[]): GraphNode[] {
  return joined(joined(nodes, kept, addsBias), kept, normalizes);
}

const addsBias: Follower = ({ op, inputs }, inner) =>
  op === "BiasAdd" && inputs.length === 2 && inner.inputs.length === 2 ? "BiasAdd" : undefined;

const normalizes: Follower = ({ op, inputs, attributes }, inner) => {
  const training = attributes.get("is_training");
  const known = /^FusedBatchNorm(V[23])?$/.test(op) && training?.kind === "bool" && !training.value;
  const before = inner.attributes.get("fused_ops");
  const plain = before === undefined || (before.kind === "texts" && before.value.join() === "BiasAdd");
  return known && plain && inputs.length === 5 && inner.op !== "MatMul" && inner.op !== "_FusedMatMul"
    ? "FusedBatchNorm"
    : undefined;
};

function joined(
  nodes: readonly GraphNode[],
  kept: readonly { readonly tensor: string }[],
  follower: Follower,
): GraphNode[] {
  const readers = new Map<string, number>();
  for (const tensor of [...nodes.flatMap(({ inputs }) => inputs), ...kept.map(({ tensor }) => tensor)]) {
    const [name] = splitTensor(tensor);
    readers.set(name, (readers.get(name) ?? 0) + 1);
  }
  const known = new Map(nodes.map((node) => [node.name, node]));
  return nodes.map((node) => {
    const [from] = splitTensor(node.inputs[0] ?? "");
    const inner = known.get(from);
    const op = inner === undefined ? undefined : FUSED.get(inner.op);
    if (inner === undefined || op === undefined || readers.get(from) !== 1) return node;
    const adds = follower(node, inner);
    if (adds === undefined || format(node) !== format(inner)) return node;
    const before = inner.attributes.get("fused_ops");
    const epsilon = node.attributes.get("epsilon");
    const attributes = new Map(inner.attributes);
    attributes.set("fused_ops", { kind: "texts", value: [...(before?.kind === "texts" ? before.value : []), adds] });
    if (epsilon !== undefined) attributes.set("epsilon", epsilon);
    return { name: node.name, op, controls: [], inputs: [...inner.inputs, ...node.inputs.slice(1)], attributes };
  });
}

/** How the images stand; all nodes that do not say it are alike. */
function format({ attributes }: GraphNode): string {
  const found: Attribute | undefined = attributes.get("data_format");
  return found?.kind === "text" ? found.value : "NHWC";
}
