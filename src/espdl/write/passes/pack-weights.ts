import { type Chip, isVectorChip } from "../../../../kernels-ref/index.js";
import { fromBytes } from "../../../base/tensor/dtype.js";
import { Tensor } from "../../../base/tensor/tensor.js";
import { packWeight, type WeightRole } from "../../layout.js";
import { type Draft, type DraftNode, intOf } from "../draft.js";
import type { WriteContext } from "../options.js";
import { transposed } from "../transposed.js";

/** Filters go into the order that the chip's kernels load; the doc string names it. */
export function packWeights(draft: Draft, { chip }: WriteContext): void {
  for (const node of draft.nodes) {
    const [, name] = node.inputs;
    const weight = name === undefined ? undefined : draft.constants.get(name);
    if (weight === undefined || !node.quantized || node.width === "float") continue;
    if (node.opType === "Conv")
      pack(draft, node, filter(weight, depthwise(node)), depthwise(node) ? "depthwise" : "conv", chip);
    else if (node.opType === "Gemm") packGemm(draft, node, weight, chip);
    else if (node.opType === "MatMul" && weight.shape.length >= 2) pack(draft, node, weight, "matmul", chip);
  }
}

const depthwise = (node: DraftNode): boolean => intOf(node, "group", 1) > 1;

/** [N, C, …] → [H, W, C, N], a depthwise filter [H, W, N, C]. */
function filter(weight: Tensor, apart: boolean): Tensor {
  const space = weight.shape.slice(2).map((_, axis) => axis + 2);
  return transposed(weight, apart ? [...space, 0, 1] : [...space, 1, 0]);
}

function packGemm(draft: Draft, node: DraftNode, weight: Tensor, chip: Chip): void {
  const matrix = intOf(node, "transB", 0) === 0 ? weight : transposed(weight, [1, 0]);
  if (node.attributes.has("transB")) node.attributes.set("transB", { type: "int", value: 0 });
  pack(draft, node, new Tensor(matrix.dtype, [1, 1, ...matrix.shape], matrix.data), "conv", chip);
}

function pack(draft: Draft, node: DraftNode, weight: Tensor, role: WeightRole, chip: Chip): void {
  const outputs = weight.shape.at(role === "depthwise" ? -2 : -1)!;
  const spatial = role === "matmul" || weight.shape.length === 4 ? "HW" : "W";
  const block = node.width === 8 ? 16 : 8;
  const layout = !isVectorChip(chip)
    ? role === "depthwise"
      ? `${spatial}CN`
      : `N${spatial}C`
    : `(N/${block})${spatial}C${block}${outputs % block === 0 ? "" : "_UNALIGNED"}`;
  const name = node.inputs[1]!;
  const bytes = packWeight(weight, layout, role, name);
  draft.layouts.set(name, layout);
  draft.constants.set(name, new Tensor(weight.dtype, weight.shape, fromBytes(weight.dtype, bytes)));
}
