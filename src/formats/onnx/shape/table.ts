import type { ShapeRule } from "./rule.js";
import * as broadcast from "./rules/broadcast.js";
import { cast, castLike } from "./rules/cast.js";
import { concat, qlinearConcat, split } from "./rules/concat.js";
import { constant, constantOfShape, range, shape, size, tile } from "./rules/constant.js";
import { conv, convTranspose, qlinearConv } from "./rules/convolution.js";
import { einsum } from "./rules/einsum.js";
import { alongAxis, clip, dropout, identity, not, prelu, unary } from "./rules/elementwise.js";
import { expand } from "./rules/expand.js";
import { gather, gatherElements } from "./rules/gather.js";
import { gemm, matmul, matmulInteger, qgemm, qlinearMatmul } from "./rules/matmul.js";
import { batchNormalization, layerNormalization } from "./rules/normalization.js";
import { pad } from "./rules/pad.js";
import { globalPool, pool, qlinearGlobalPool, qlinearPool } from "./rules/pool.js";
import { dequantizeLinear, qlinearBinary, quantizeLinear } from "./rules/quantize.js";
import { recurrent } from "./rules/recurrent.js";
import { argReduce, reduce } from "./rules/reduce.js";
import { depthToSpace, flatten, reshape, spaceToDepth, squeeze, unsqueeze } from "./rules/reshape.js";
import { resize, upsample } from "./rules/resize.js";
import { oneHot, topK } from "./rules/selection.js";
import { slice } from "./rules/slice.js";
import { transpose } from "./rules/transpose.js";

/** Operator → rule; operators of com.microsoft carry the domain before the name. */
export const SHAPE_RULES: Readonly<Record<string, ShapeRule>> = {
  // One input, same shape
  Abs: unary,
  Ceil: unary,
  Celu: unary,
  Cos: unary,
  CumSum: unary,
  Elu: unary,
  Erf: unary,
  Exp: unary,
  Floor: unary,
  Gelu: unary,
  HardSigmoid: unary,
  HardSwish: unary,
  GroupNormalization: unary,
  InstanceNormalization: unary,
  LRN: unary,
  Shrink: unary,
  Swish: unary,
  LeakyRelu: unary,
  Log: unary,
  LpNormalization: unary,
  MeanVarianceNormalization: unary,
  Mish: unary,
  Neg: unary,
  RMSNormalization: unary,
  Reciprocal: unary,
  Relu: unary,
  Round: unary,
  Selu: unary,
  Sigmoid: unary,
  Sign: unary,
  Sin: unary,
  Softplus: unary,
  Softsign: unary,
  Sqrt: unary,
  Tanh: unary,
  ThresholdedRelu: unary,
  Trilu: unary,
  Clip: clip,
  Dropout: dropout,
  Identity: identity,
  Not: not,
  PRelu: prelu,
  Softmax: alongAxis,
  LogSoftmax: alongAxis,
  Hardmax: alongAxis,
  BatchNormalization: batchNormalization,
  LayerNormalization: layerNormalization,
  Cast: cast,
  CastLike: castLike,
  // Several inputs, broadcast
  Add: broadcast.add,
  Sub: broadcast.subtract,
  Mul: broadcast.multiply,
  Div: broadcast.divide,
  Min: broadcast.minimum,
  Max: broadcast.maximum,
  Mean: broadcast.broadcast,
  Sum: broadcast.broadcast,
  Mod: broadcast.broadcast,
  Pow: broadcast.power,
  Equal: broadcast.equal,
  Greater: broadcast.comparison,
  GreaterOrEqual: broadcast.comparison,
  Less: broadcast.comparison,
  LessOrEqual: broadcast.comparison,
  And: broadcast.comparison,
  Or: broadcast.comparison,
  Xor: broadcast.comparison,
  Where: broadcast.where,
  Expand: expand,
  // Windows
  Conv: conv,
  ConvTranspose: convTranspose,
  MaxPool: pool,
  AveragePool: pool,
  LpPool: pool,
  GlobalAveragePool: globalPool,
  GlobalMaxPool: globalPool,
  GlobalLpPool: globalPool,
  // Products and sums
  Einsum: einsum,
  Gemm: gemm,
  MatMul: matmul,
  MatMulInteger: matmulInteger,
  GRU: recurrent,
  LSTM: recurrent,
  RNN: recurrent,
  TopK: topK,
  OneHot: oneHot,
  ArgMax: argReduce,
  ArgMin: argReduce,
  ReduceSum: reduce(13),
  ReduceMean: reduce(18),
  ReduceMax: reduce(18),
  ReduceMin: reduce(18),
  ReduceProd: reduce(18),
  ReduceL1: reduce(18),
  ReduceL2: reduce(18),
  ReduceLogSum: reduce(18),
  ReduceLogSumExp: reduce(18),
  ReduceSumSquare: reduce(18),
  // Shapes
  Concat: concat,
  DepthToSpace: depthToSpace,
  Flatten: flatten,
  Gather: gather,
  GatherElements: gatherElements,
  Pad: pad,
  Reshape: reshape,
  Resize: resize,
  Slice: slice,
  SpaceToDepth: spaceToDepth,
  Split: split,
  Squeeze: squeeze,
  Tile: tile,
  Transpose: transpose,
  Unsqueeze: unsqueeze,
  Upsample: upsample,
  Constant: constant,
  ConstantOfShape: constantOfShape,
  Range: range,
  Shape: shape,
  Size: size,
  // Quantized
  QuantizeLinear: quantizeLinear,
  DequantizeLinear: dequantizeLinear,
  QLinearConv: qlinearConv,
  QLinearMatMul: qlinearMatmul,
  "com.microsoft.QGemm": qgemm,
  "com.microsoft.QLinearAdd": qlinearBinary,
  "com.microsoft.QLinearAveragePool": qlinearPool,
  "com.microsoft.QLinearConcat": qlinearConcat,
  "com.microsoft.QLinearGlobalAveragePool": qlinearGlobalPool,
  "com.microsoft.QLinearLeakyRelu": unary,
  "com.microsoft.QLinearMul": qlinearBinary,
  "com.microsoft.QLinearSigmoid": unary,
};
