import type { Draft } from "../draft.js";

const FUSING = new Set(["Conv", "Gemm", "MatMul"]);

/** A ReLU that alone reads a convolution or product is done in it, after its shift, on the ReLU's quantization. */
export function fuseRelu(draft: Draft): void {
  for (const node of [...draft.nodes]) {
    if (!FUSING.has(node.opType) || !node.quantized) continue;
    node.attributes.set("activation", { type: "string", value: "Linear" });
    const [relu, ...others] = draft.downstream(node);
    if (
      relu?.opType !== "Relu" ||
      relu.width !== node.width ||
      others.length > 0 ||
      draft.outputs.includes(node.outputs[0]!)
    )
      continue;
    node.attributes.set("activation", { type: "string", value: "Relu" });
    node.outputQuantization = relu.outputQuantization;
    draft.bypassBackwards(relu, node);
  }
}
