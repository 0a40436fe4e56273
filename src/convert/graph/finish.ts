import type { OnnxModel, OnnxNode, OnnxValueInfo } from "../../formats/onnx/model.js";
import type { GraphBuilder } from "./builder.js";
import { identity, stored, type Value } from "./value.js";

/** IR version that goes with opsets 13 to 17, as ONNX's own helper pairs them. */
const IR_VERSION = 8;

export interface Producer {
  readonly name: string;
  readonly version: string;
}

export interface Finished {
  readonly model: OnnxModel;
  /** What a tensor of the builder is called in the model. */
  readonly nameOf: (tensor: string) => string;
}

/**
 * The model of what the builder collected: without nodes that no output needs, a chain of Reshapes as one.
 * @param outputs in the source's order, each under a name that the builder reserved
 */
export function finish(
  g: GraphBuilder,
  name: string,
  outputs: readonly (readonly [string, Value])[],
  producer: Producer,
): Finished {
  const ends = outputs.map(([wanted, value]) => [wanted, g.as(value)] as const);
  const made = new Set(g.nodes.flatMap((node) => node.outputs));
  const renamed = new Map<string, string>();
  const copies: OnnxNode[] = [];
  for (const [wanted, end] of ends) {
    // A tensor that is an input or another output already keeps its name: this output is a copy of it.
    if (renamed.has(end) || !made.has(end)) copies.push(copy(end, wanted));
    else renamed.set(end, wanted);
  }
  const final = (tensor: string): string => renamed.get(tensor) ?? tensor;
  const nodes = live(mergeReshapes([...g.nodes, ...copies]), ends.flat()).map((node) => ({
    ...node,
    inputs: node.inputs.map(final),
    outputs: node.outputs.map(final),
  }));
  const needed = new Set(nodes.flatMap((node) => node.inputs));
  const model: OnnxModel = {
    irVersion: IR_VERSION,
    producerName: producer.name,
    producerVersion: producer.version,
    opsets: new Map([["", g.opset]]),
    metadata: new Map(),
    graph: {
      name,
      nodes,
      initializers: new Map([...g.initializers].filter(([tensor]) => needed.has(tensor))),
      inputs: g.inputs.map((input) => info(input.name, input)),
      outputs: outputs.map(([wanted, value]) => info(wanted, { ...value, order: identity(value.shape.length) })),
      valueInfo: new Map(),
    },
  };
  return { model, nameOf: final };
}

const info = (name: string, value: Pick<Value, "shape" | "order" | "dtype">): OnnxValueInfo => ({
  name,
  dtype: value.dtype,
  shape: stored(value),
});

function copy(from: string, to: string): OnnxNode {
  return { opType: "Identity", domain: "", name: to, inputs: [from], outputs: [to], attributes: new Map() };
}

/** A Reshape of a Reshape reads what the first one read: only the last shape counts. */
function mergeReshapes(nodes: readonly OnnxNode[]): OnnxNode[] {
  const reads = new Map<string, string>();
  return nodes.map((node) => {
    if (node.opType !== "Reshape") return node;
    const source = reads.get(node.inputs[0]!) ?? node.inputs[0]!;
    reads.set(node.outputs[0]!, source);
    return { ...node, inputs: [source, ...node.inputs.slice(1)] };
  });
}

/** The nodes that something needed depends on. */
function live(nodes: readonly OnnxNode[], ends: readonly string[]): OnnxNode[] {
  const needed = new Set(ends);
  const kept: OnnxNode[] = [];
  for (const node of nodes.toReversed()) {
    if (!node.outputs.some((tensor) => needed.has(tensor))) continue;
    kept.push(node);
    for (const input of node.inputs) needed.add(input);
  }
  return kept.reverse();
}
