import type { OnnxModel, OnnxNode } from "../formats/onnx/model.js";
import { nodeLabel } from "../formats/onnx/printable.js";
import type { QuantizationRow } from "../quantization/quantize/result.js";

/** Ends the name of what a convolution makes before its bias is added. */
const BEFORE_BIAS = "/conv_bias:0";

/** How a user's file calls the nodes of what was made of it: by the tensors that they make. */
export class UserNames {
  private readonly makers = new Map<string, string>();
  private readonly floats: ReadonlyMap<string, string>;

  /** @param rows the integer twins of the user's tensors */
  constructor(user: OnnxModel, rows: readonly QuantizationRow[] = []) {
    user.graph.nodes.forEach((node, index) => {
      for (const name of node.outputs) this.makers.set(name, nodeLabel(node, index));
    });
    this.floats = new Map(rows.map(({ tensor, quantized }) => [quantized, tensor]));
  }

  /** The float tensor that a tensor of the int8 model stands for. */
  floatOf(tensor: string): string {
    const twin = tensor.endsWith(BEFORE_BIAS) ? tensor.slice(0, -BEFORE_BIAS.length) : tensor;
    return this.floats.get(twin) ?? twin;
  }

  nameOf(node: OnnxNode): string {
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
