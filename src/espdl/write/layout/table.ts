import { alongAxis, reduction } from "./along-axis.js";
import { binary } from "./binary.js";
import { concat } from "./concat.js";
import { passive } from "./passive.js";
import { resize } from "./resize.js";
import { type LayoutRule, restore } from "./rule.js";
import { slice } from "./slice.js";
import { windows } from "./windows.js";

const rows: readonly (readonly [LayoutRule, string])[] = [
  [windows, "Conv GlobalAveragePool AveragePool MaxPool GlobalMaxPool DepthToSpace SpaceToDepth InsertZeros"],
  [
    passive,
    "Relu PRelu Sigmoid Tanh HardSwish HardSigmoid Elu Erf Gelu Clip Cast LeakyRelu Softplus Identity Swish LUT",
  ],
  [passive, "Abs Exp Log Sqrt Cos Sin Tan Not Floor Round Ceil Neg RequantizeLinear QuantizeLinear DequantizeLinear"],
  [binary, "Add Sub Mul Div And Equal Greater Less GreaterOrEqual LessOrEqual Pow Mod"],
  [alongAxis, "Softmax LogSoftmax Split LpNormalization"],
  [reduction, "ReduceL1 ReduceL2 ReduceMin ReduceMax ReduceProd ReduceSum ReduceMean ReduceSumSquare"],
  [reduction, "ReduceLogSum ReduceLogSumExp"],
  [concat, "Concat"],
  [resize, "Resize"],
  [slice, "Slice"],
  [restore, "MatMul Gemm Flatten Reshape Squeeze Unsqueeze Transpose Pad Gather GatherElements GatherND Shape"],
  [restore, "ConstantOfShape ReverseSequence Expand LayerNormalization RMSNormalization Max Min ScatterElements"],
  [restore, "ScatterND TopK Where GRU LSTM Sum Attention"],
];

/** The layout rule of each operator that a file can hold. */
export const LAYOUT_RULES: ReadonlyMap<string, LayoutRule> = new Map(
  rows.flatMap(([rule, operators]) => operators.split(" ").map((operator) => [operator, rule] as const)),
);
