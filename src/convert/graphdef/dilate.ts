import type { Attribute } from "./attribute.js";
import { type GraphDefModel, type GraphNode, splitTensor } from "./graph.js";

const CONVOLUTIONS = new Set(["Conv2D", "DepthwiseConv2dNative"]);

/**
 * TensorFlow writes a dilated convolution as one over images of every block-th pixel: SpaceToBatchND, the convolution,
 * BatchToSpaceND. The three become the one that they are. The last one's name stays.
 */
export function joinDilated({ nodes, weights }: Pick<GraphDefModel, "nodes" | "weights">): readonly GraphNode[] {
  const known = new Map(nodes.map((node) => [node.name, node]));
  const numbers = (tensor: string | undefined): number[] | undefined => {
    const node = known.get(splitTensor(tensor ?? "")[0]);
    if (node?.op !== "Const") return undefined;
    const value = node.attributes.get("value");
    const stored = weights.get(node.name) ?? (value?.kind === "tensor" ? value.value : undefined);
    return stored?.().toNumbers();
  };
  return nodes.map((node) => {
    if (node.op !== "BatchToSpaceND") return node;
    const convolution = known.get(node.inputs[0] ?? "");
    const spread = known.get(convolution?.inputs[0] ?? "");
    if (convolution === undefined || !CONVOLUTIONS.has(convolution.op) || spread?.op !== "SpaceToBatchND") return node;
    const [block, amounts, cuts] = [numbers(spread.inputs[1]), numbers(spread.inputs[2]), numbers(node.inputs[2])];
    const same = block?.length === 2 && numbers(node.inputs[1])?.join() === block.join();
    if (!same || amounts?.length !== 4 || cuts?.length !== 4 || !isPlain(convolution)) return node;
    const [top, bottom, left, right] = amounts as [number, number, number, number];
    // What is cut off before begins inside an image of the block: only a cut behind is a smaller amount.
    if (cuts[0] !== 0 || cuts[2] !== 0 || cuts[1]! > bottom || cuts[3]! > right) return node;
    const list = (value: readonly number[]): Attribute => ({ kind: "numbers", value });
    const attributes = new Map(convolution.attributes)
      .set("dilations", list([1, ...block, 1]))
      .set("padding", { kind: "text", value: "EXPLICIT" })
      .set("explicit_paddings", list([0, 0, top, bottom - cuts[1]!, left, right - cuts[3]!, 0, 0]));
    return { ...convolution, name: node.name, inputs: [spread.inputs[0]!, convolution.inputs[1]!], attributes };
  });
}

/** Channels last, without steps, dilation or padding of its own. */
function isPlain({ attributes }: GraphNode): boolean {
  const ones = (name: string): boolean => {
    const found = attributes.get(name);
    return found === undefined || (found.kind === "numbers" && found.value.every((value) => value === 1));
  };
  const text = (name: string, fallback: string): string => {
    const found = attributes.get(name);
    return found?.kind === "text" ? found.value : fallback;
  };
  return (
    ones("strides") && ones("dilations") && text("padding", "") === "VALID" && text("data_format", "NHWC") === "NHWC"
  );
}
