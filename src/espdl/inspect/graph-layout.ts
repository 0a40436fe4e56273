import { type Edge, Graph, layout } from "@dagrejs/dagre";
import type { Inspection, NodeFacts, TensorFacts } from "./inspection.js";
import { powerOfTwo } from "./power.js";

/** A box of the drawing: a node, or one of the model's inputs and outputs. */
export interface Box {
  readonly kind: "input" | "node" | "output";
  /** Index of the node; absent for inputs and outputs. */
  readonly index?: number;
  readonly title: string;
  readonly lines: readonly string[];
  /** Centre and size in pixels. */
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Drawing {
  readonly width: number;
  readonly height: number;
  readonly boxes: readonly Box[];
  /** One path a connection, from the maker to the reader, with the tensor's name. */
  readonly edges: readonly { readonly tensor: string; readonly points: readonly { x: number; y: number }[] }[];
}

const CHARACTER = 6.7;
const LINE = 15;
const PADDING = 10;
const MARGIN = 20;
/** Longest text in a box, in characters. */
const WIDEST = 34;

/** Ranks by the shortest edges where that is quick, else by the longest path. */
const EXACT_RANKING = 800;

/** The graph in layers from top to bottom. */
export function drawGraph({ inputs, outputs, nodes }: Pick<Inspection, "inputs" | "outputs" | "nodes">): Drawing {
  const graph = new Graph({ multigraph: true });
  const ranker = nodes.length > EXACT_RANKING ? "longest-path" : "network-simplex";
  graph.setGraph({ rankdir: "TB", nodesep: 24, ranksep: 30, marginx: MARGIN, marginy: MARGIN, ranker });
  const contents = new Map<string, Pick<Box, "kind" | "index" | "title" | "lines">>();
  const makers = new Map<string, string>();
  const add = (key: string, content: Pick<Box, "kind" | "index" | "title" | "lines">): void => {
    contents.set(key, content);
    graph.setNode(key, sizeOf(content));
  };
  inputs.forEach((tensor, index) => {
    add(`input ${index}`, { kind: "input", title: clip(tensor.name), lines: [typeText(tensor)] });
    makers.set(tensor.name, `input ${index}`);
  });
  for (const node of nodes) {
    add(`node ${node.index}`, { kind: "node", index: node.index, title: titleOf(node), lines: linesOf(node) });
    for (const { name } of node.outputs) makers.set(name, `node ${node.index}`);
  }
  outputs.forEach((tensor, index) => {
    add(`output ${index}`, { kind: "output", title: clip(tensor.name), lines: [typeText(tensor)] });
  });
  const connect = (tensor: string, to: string): void => {
    const from = makers.get(tensor);
    if (from !== undefined && from !== to) graph.setEdge(from, to, {}, tensor);
  };
  for (const { index, inputs } of nodes) for (const tensor of inputs) connect(tensor, `node ${index}`);
  outputs.forEach(({ name }, index) => {
    connect(name, `output ${index}`);
  });
  layout(graph);
  const { width = 0, height = 0 } = graph.graph();
  return {
    width,
    height,
    boxes: Array.from(contents, ([key, content]) => ({
      ...content,
      ...(graph.node(key) as Size & { x: number; y: number }),
    })),
    edges: graph.edges().map((edge: Edge) => ({ tensor: edge.name ?? "", points: graph.edge(edge).points ?? [] })),
  };
}

interface Size {
  readonly width: number;
  readonly height: number;
}

function sizeOf({ title, lines }: Pick<Box, "title" | "lines">): { width: number; height: number } {
  const longest = [title, ...lines].reduce((most, text) => Math.max(most, text.length), 0);
  return { width: longest * CHARACTER + 2 * PADDING, height: (1 + lines.length) * LINE + PADDING };
}

function titleOf({ op, attributes }: NodeFacts): string {
  const kernel = attributes.kernel_shape?.replace(/[[\]]/g, "").replaceAll(", ", "×");
  return clip([op, kernel, attributes.activation === "Relu" ? "+ Relu" : ""].filter(Boolean).join(" "));
}

function linesOf({ name, outputs }: NodeFacts): string[] {
  const types = outputs.slice(0, 3).map(typeText);
  return [clip(name), ...types, ...(outputs.length > 3 ? [`and ${outputs.length - 3} more`] : [])];
}

/** `int8 [1, 28, 28, 8] 2⁻⁶` */
export function typeText({ dtype, shape, exponents }: TensorFacts): string {
  const scale =
    exponents.length === 1 && dtype !== "float32" && dtype !== "bool" ? ` ${powerOfTwo(exponents[0]!)}` : "";
  return clip(`${dtype ?? "?"} [${shape?.join(", ") ?? "?"}]${scale}`);
}

const clip = (text: string): string => (text.length > WIDEST ? `${text.slice(0, 15)}…${text.slice(-18)}` : text);
