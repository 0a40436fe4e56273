import { Tensor } from "../../../base/tensor/tensor.js";
import { type Draft, type DraftNode, floatOf, intOf } from "../draft.js";

const { fround, sqrt } = Math;

/** BatchNormalization goes into the convolution before it; one that stands alone becomes a depthwise 1 × 1 convolution. */
export function fuseBatchNorms(draft: Draft): void {
  for (const norm of draft.nodes.filter(({ opType }) => opType === "BatchNormalization")) {
    const before = draft.producer(norm.inputs[0]!);
    const alone = draft.readers(norm.inputs[0]!).length === 1 && !draft.outputs.includes(norm.inputs[0]!);
    if (before !== undefined && alone && (before.opType === "Conv" || before.opType === "Gemm"))
      fuse(draft, before, norm);
    else standAlone(draft, norm);
  }
  draft.dropUnread();
}

/** y = x · scale + shift by channel. */
function affine(draft: Draft, norm: DraftNode): { readonly scale: Float32Array; readonly shift: Float32Array } {
  const [alpha, beta, mean, variance] = norm.inputs.slice(1).map((name) => draft.constants.get(name)!.data) as [
    Float32Array,
    Float32Array,
    Float32Array,
    Float32Array,
  ];
  const epsilon = floatOf(norm, "epsilon", 1e-5);
  const deviation = variance.map((v) => fround(sqrt(fround(v + epsilon))));
  return {
    scale: alpha.map((a, c) => a / deviation[c]!),
    shift: mean.map((m, c) => fround(fround(alpha[c]! * -m) / deviation[c]!) + beta[c]!),
  };
}

function fuse(draft: Draft, node: DraftNode, norm: DraftNode): void {
  const weight = draft.constants.get(node.inputs[1]!)!;
  const bias = node.inputs[2] ? draft.constants.get(node.inputs[2])!.data : undefined;
  const { scale, shift } = affine(draft, norm);
  const data = (weight.data as Float32Array).slice();
  const columns = node.opType === "Gemm" && intOf(node, "transB", 0) === 0;
  const inner = weight.size / scale.length;
  for (let i = 0; i < data.length; i++) data[i]! *= scale[columns ? i % scale.length : Math.floor(i / inner)]!;
  const added = shift.map((s, c) => (bias === undefined ? s : s + fround(Number(bias[c]) * scale[c]!)));
  node.inputs[1] = draft.addConstant(new Tensor("float32", weight.shape, data), `${node.name}_weight`);
  node.inputs[2] = draft.addConstant(new Tensor("float32", [added.length], added), `${node.name}_bias`);
  draft.bypassBackwards(norm, node);
}

function standAlone(draft: Draft, norm: DraftNode): void {
  const { scale, shift } = affine(draft, norm);
  const spatial = draft.shapeOf(norm.inputs[0]!).length - 2;
  const ones = Array.from({ length: spatial }, () => 1);
  const weight = new Tensor("float32", [scale.length, 1, ...ones], scale);
  norm.opType = "Conv";
  norm.inputs = [norm.inputs[0]!, norm.inputs[1]!, norm.inputs[2]!];
  draft.constants.set(norm.inputs[1]!, weight);
  draft.constants.set(norm.inputs[2]!, new Tensor("float32", [shift.length], shift));
  const pads = [...ones, ...ones].map(() => 0);
  norm.attributes = new Map([
    ["kernel_shape", { type: "ints", value: ones }],
    ["strides", { type: "ints", value: ones }],
    ["dilations", { type: "ints", value: ones }],
    ["pads", { type: "ints", value: pads }],
    ["group", { type: "int", value: scale.length }],
  ]);
}
