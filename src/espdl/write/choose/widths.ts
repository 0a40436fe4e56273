import { UserError } from "../../../base/errors.js";
import { printable } from "../../../formats/onnx/printable.js";
import type { Draft, DraftNode } from "../draft.js";
import { accumulates } from "./rules.js";

/** Operators that ESP-DL runs on integers. */
const QUANTIZED = new Set(
  [
    "Conv Gemm MatMul GRU LSTM Attention LayerNormalization RMSNormalization LpNormalization",
    "Relu PRelu Clip LeakyRelu Sigmoid Tanh HardSwish HardSigmoid Gelu Elu Swish Exp Neg LUT Identity",
    "Pad Resize MaxPool AveragePool GlobalMaxPool GlobalAveragePool DepthToSpace SpaceToDepth InsertZeros",
    "Softmax LogSoftmax Mul Add Max Min Sub Div Mod Greater Less Equal GreaterOrEqual LessOrEqual",
    "ReduceL1 ReduceL2 ReduceMean ReduceMin ReduceMax ReduceProd ReduceSum ReduceSumSquare ReduceLogSum ReduceLogSumExp",
    "Reshape Concat Transpose Slice Flatten Split Gather ScatterND ReverseSequence Squeeze Unsqueeze",
  ].flatMap((names) => names.split(" ")),
);

export interface WidthOptions {
  readonly bits: 8 | 16;
  readonly int16: readonly string[];
  readonly keepFloat: readonly string[];
  readonly unbounded: ReadonlySet<string>;
}

/**
 * Every node on floats that ESP-DL runs on integers gets a width: 16 bits those named, the rest `bits`. A node that
 * reads infinities (an attention mask) stays float.
 * @throws UserError for a name that no node has.
 */
export function setWidths(draft: Draft, { bits, int16, keepFloat, unbounded }: WidthOptions): void {
  const names = new Set(draft.nodes.map(({ name }) => name));
  for (const [option, wanted] of [
    ["--int16", int16],
    ["--keep_float", keepFloat],
  ] as const) {
    for (const name of wanted)
      if (!names.has(name))
        throw new UserError(
          `${option}: no node ${printable(name)} in the prepared model; name one as inspect lists it`,
        );
  }
  for (const node of draft.nodes) {
    if (keepFloat.includes(node.name) || !QUANTIZED.has(node.opType) || !onFloats(draft, node)) continue;
    if (node.opType !== "Attention" && node.inputs.some((name) => unbounded.has(name) || infinite(draft, name)))
      continue;
    node.quantized = true;
    node.width = int16.includes(node.name) || int16.includes(fusedInto(draft, node)?.name ?? "") ? 16 : bits;
  }
  for (const node of draft.nodes) {
    const relu = node.quantized ? fusedRelu(draft, node) : undefined;
    if (relu?.quantized) relu.width = node.width;
  }
}

/** The ReLU that is done in a convolution or product. */
function fusedRelu(draft: Draft, node: DraftNode): DraftNode | undefined {
  const [relu, ...others] = accumulates(node) ? draft.downstream(node) : [];
  const fused = relu?.opType === "Relu" && others.length === 0 && !draft.outputs.includes(node.outputs[0]!);
  return fused ? relu : undefined;
}

/** The convolution or product that computes a ReLU with it. */
function fusedInto(draft: Draft, node: DraftNode): DraftNode | undefined {
  const before = node.opType === "Relu" ? draft.producer(node.inputs[0]!) : undefined;
  return before !== undefined && accumulates(before) && draft.downstream(before).length === 1 ? before : undefined;
}

/** Its operands, those that are no sizes or indices, are floats, and not all constants. */
function onFloats(draft: Draft, node: DraftNode): boolean {
  const [first, second] = node.inputs.map((name) => draft.dtypes.get(name) ?? draft.constants.get(name)?.dtype);
  if (node.opType === "Concat" || draft.isConstant(node.inputs[0]!)) return first === "float32" && second === "float32";
  return first === "float32";
}

function infinite(draft: Draft, name: string): boolean {
  const tensor = draft.constants.get(name);
  return tensor?.dtype === "float32" && tensor.data.some((value) => !Number.isFinite(Number(value)));
}

/** The inputs of a node that are values on a grid, by position; the first alone for operators of one operand. */
export function dataInputs(draft: Draft, node: DraftNode): number[] {
  return node.inputs.flatMap((name, index) =>
    name !== "" && !draft.isConstant(name) && draft.dtypes.get(name) === "float32" && index !== maskAt(node)
      ? [index]
      : [],
  );
}

const maskAt = ({ opType }: DraftNode): number => (opType === "Attention" ? 3 : -1);
