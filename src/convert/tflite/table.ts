import { conv2d, depthwiseConv2d, transposeConv } from "./operators/convolution.js";
import * as elementwise from "./operators/elementwise.js";
import { fullyConnected } from "./operators/fully-connected.js";
import { gather } from "./operators/gather.js";
import { mirrorPad, padOperator } from "./operators/pad.js";
import { pool2d } from "./operators/pooling.js";
import { pass } from "./operators/quantize.js";
import { reduceOperator } from "./operators/reduce.js";
import { resizeBilinear, resizeNearest } from "./operators/resize.js";
import { concatenation, pack, reshapeOperator, shapeOperator, transposeOperator } from "./operators/shape.js";
import { sliceOperator, split, stridedSlice, unpack } from "./operators/slice.js";
import { logSoftmax, softmaxOperator } from "./operators/softmax.js";
import type { OperatorRule } from "./rule.js";

const { binaryOperator, unaryOperator, activation } = elementwise;

/** Every operator of TFLite that has a counterpart in ONNX. */
export const OPERATORS: ReadonlyMap<string, OperatorRule> = new Map<string, OperatorRule>([
  ["CONV_2D", conv2d],
  ["DEPTHWISE_CONV_2D", depthwiseConv2d],
  ["TRANSPOSE_CONV", transposeConv],
  ["FULLY_CONNECTED", fullyConnected],
  ["AVERAGE_POOL_2D", pool2d("AveragePool")],
  ["MAX_POOL_2D", pool2d("MaxPool")],
  ["ADD", binaryOperator("Add", 0)],
  ["SUB", binaryOperator("Sub", 0)],
  ["MUL", binaryOperator("Mul", 0)],
  ["DIV", binaryOperator("Div", 0)],
  ["MAXIMUM", binaryOperator("Max")],
  ["MINIMUM", binaryOperator("Min")],
  ["POW", binaryOperator("Pow")],
  ["SQUARED_DIFFERENCE", elementwise.squaredDifference],
  ["RELU", unaryOperator("Relu")],
  ["RELU6", elementwise.clipped(0, 6)],
  ["RELU_N1_TO_1", elementwise.clipped(-1, 1)],
  ["RELU_0_TO_1", elementwise.clipped(0, 1)],
  ["LEAKY_RELU", elementwise.leakyRelu],
  ["PRELU", elementwise.prelu],
  ["ELU", activation("elu")],
  ["GELU", elementwise.gelu],
  ["HARD_SWISH", activation("hard_swish")],
  ["LOGISTIC", unaryOperator("Sigmoid")],
  ["TANH", unaryOperator("Tanh")],
  ["EXP", unaryOperator("Exp")],
  ["LOG", unaryOperator("Log")],
  ["SQRT", unaryOperator("Sqrt")],
  ["RSQRT", elementwise.rsqrt],
  ["SQUARE", elementwise.square],
  ["ABS", unaryOperator("Abs")],
  ["NEG", unaryOperator("Neg")],
  ["FLOOR", unaryOperator("Floor")],
  ["CEIL", unaryOperator("Ceil")],
  ["ROUND", unaryOperator("Round")],
  ["SIN", unaryOperator("Sin")],
  ["COS", unaryOperator("Cos")],
  ["RESHAPE", reshapeOperator],
  ["SHAPE", shapeOperator],
  ["SQUEEZE", reshapeOperator],
  ["EXPAND_DIMS", reshapeOperator],
  ["TRANSPOSE", transposeOperator],
  ["CONCATENATION", concatenation],
  ["PACK", pack],
  ["UNPACK", unpack],
  ["PAD", padOperator],
  ["PADV2", padOperator],
  ["MIRROR_PAD", mirrorPad],
  ["SLICE", sliceOperator],
  ["STRIDED_SLICE", stridedSlice],
  ["SPLIT", split(1, 0)],
  ["SPLIT_V", split(0, 2)],
  ["MEAN", reduceOperator("ReduceMean")],
  ["SUM", reduceOperator("ReduceSum")],
  ["REDUCE_MAX", reduceOperator("ReduceMax")],
  ["REDUCE_MIN", reduceOperator("ReduceMin")],
  ["REDUCE_PROD", reduceOperator("ReduceProd")],
  ["RESIZE_BILINEAR", resizeBilinear],
  ["RESIZE_NEAREST_NEIGHBOR", resizeNearest],
  ["SOFTMAX", softmaxOperator],
  ["LOG_SOFTMAX", logSoftmax],
  ["QUANTIZE", pass],
  ["DEQUANTIZE", pass],
  ["GATHER", gather],
]);
