import type { OnnxModel, OnnxNode } from "../formats/onnx/model.js";
import { nodeLabel } from "../formats/onnx/printable.js";
import type { QuantizationRow } from "../quantization/quantize/result.js";

/** Ends the name of what a convolution makes before its bias is added. */
const BEFORE_BIAS = "/conv_bias:0";

const CONVERSIONS: ReadonlySet<string> = new Set(["QuantizeLinear", "DequantizeLinear"]);

/** Names of the nodes that convert between int8 and float. */
export function conversionsOf({ graph }: OnnxModel): ReadonlySet<string> {
  return new Set(graph.nodes.filter(({ opType }) => CONVERSIONS.has(opType)).map(({ name }) => name));
}

/** How a user's file calls the nodes of what was made of it: by the tensors that they make. */
export class UserNames {
  private readonly makers = new Map<string, string>();
  private readonly operators = new Map<string, string>();
  private readonly floats: ReadonlyMap<string, string>;

  /** @param rows the integer twins of the user's tensors */
  constructor(user: OnnxModel, rows: readonly QuantizationRow[] = []) {
    user.graph.nodes.forEach((node, index) => {
      const label = nodeLabel(node, index);
      this.operators.set(label, node.opType);
      for (const name of node.outputs) this.makers.set(name, label);
    });
    this.floats = new Map(rows.map(({ tensor, quantized }) => [quantized, tensor]));
  }

  /** The float tensor that a tensor of the int8 model stands for. */
  floatOf(tensor: string): string {
    const twin = tensor.endsWith(BEFORE_BIAS) ? tensor.slice(0, -BEFORE_BIAS.length) : tensor;
    return this.floats.get(twin) ?? twin;
  }

  /** The operator of a node of the user's file. */
  operatorOf(node: string): string | undefined {
    return this.operators.get(node);
  }

  /** A conversion between int8 and float is no node of the user's: it keeps its name. */
  private nameOf(node: OnnxNode): string {
    if (CONVERSIONS.has(node.opType)) return node.name;
    const made = node.outputs.map((name) => this.makers.get(this.floatOf(name))).find((name) => name !== undefined);
    return made ?? (node.name || (node.outputs[0] ?? ""));
  }

  /** The node that makes a tensor. */
  makerOf(tensor: string): string | undefined {
    return this.makers.get(tensor);
  }

  /** The model with its nodes called so. */
  rename(model: OnnxModel): OnnxModel {
    const nodes = model.graph.nodes.map((node) => ({ ...node, name: this.nameOf(node) }));
    return { ...model, graph: { ...model.graph, nodes } };
  }
}
