import type { Tensor } from "../../base/tensor/tensor.js";
import type { OnnxModel, OnnxNode } from "../../formats/onnx/model.js";

/** A window of a convolution over any number of spatial axes. */
export interface Window {
  readonly kernel: readonly number[];
  readonly strides: readonly number[];
  readonly dilations: readonly number[];
  /** Before each axis. */
  readonly pads: readonly number[];
}

/** A convolution or matrix product with constant weights: every output is a sum of `terms` products. */
export interface Product {
  /** The float tensor that it makes, and the one that it reads. */
  readonly tensor: string;
  readonly input: string;
  readonly weight: string;
  readonly groups: number;
  /** Output channels, all groups together. */
  readonly channels: number;
  readonly terms: number;
  /** Element of the weight tensor for a term of a channel. */
  readonly at: (channel: number, term: number) => number;
  /** Absent for a matrix product. */
  readonly window?: Window;
}

/** The products of a model whose weights nobody else reads. */
export function productsOf({ graph }: OnnxModel): Product[] {
  const reads = new Map<string, number>();
  for (const node of graph.nodes) for (const name of node.inputs) reads.set(name, (reads.get(name) ?? 0) + 1);
  return graph.nodes.flatMap((node) => {
    const weight = graph.initializers.get(node.inputs[1] ?? "");
    if (weight?.dtype !== "float32" || reads.get(node.inputs[1]!) !== 1) return [];
    const product =
      node.opType === "Conv" ? convolution(node, weight) : node.opType === "Gemm" ? dense(node, weight) : [];
    return product;
  });
}

function convolution(node: OnnxNode, { shape }: Tensor): Product[] {
  const [channels, depth, ...kernel] = shape as [number, number, ...number[]];
  const mode = node.attributes.get("auto_pad")?.value ?? "NOTSET";
  if (mode !== "NOTSET" && mode !== "VALID") return [];
  const list = (name: string, otherwise: number, length = kernel.length): number[] =>
    ((node.attributes.get(name)?.value as number[] | undefined) ?? new Array<number>(length).fill(otherwise)).slice(
      0,
      kernel.length,
    );
  const terms = depth * kernel.reduce((product, size) => product * size, 1);
  return [
    {
      ...namesOf(node),
      groups: (node.attributes.get("group")?.value as number | undefined) ?? 1,
      channels,
      terms,
      at: (channel, term) => channel * terms + term,
      window: { kernel, strides: list("strides", 1), dilations: list("dilations", 1), pads: list("pads", 0) },
    },
  ];
}

function dense(node: OnnxNode, { shape }: Tensor): Product[] {
  if (node.attributes.get("transA")?.value === 1) return [];
  const transposed = node.attributes.get("transB")?.value === 1;
  const [channels, terms] = (transposed ? shape : [...shape].reverse()) as [number, number];
  const at = transposed
    ? (channel: number, term: number) => channel * terms + term
    : (channel: number, term: number) => term * channels + channel;
  return [{ ...namesOf(node), groups: 1, channels, terms, at }];
}

const namesOf = ({ inputs, outputs }: OnnxNode) => ({
  tensor: outputs[0] as string,
  input: inputs[0] as string,
  weight: inputs[1] as string,
});
