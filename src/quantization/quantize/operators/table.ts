import { quantizeArgMax } from "./argmax.js";
import { quantizeBinary } from "./binary.js";
import { quantizeConcat } from "./concat.js";
import { quantizeConv } from "./conv.js";
import { directSince, quantizeDirect, quantizeMovement } from "./direct.js";
import { quantizeGather } from "./gather.js";
import { quantizeGemm } from "./gemm.js";
import { quantizeGlobalAveragePool } from "./global-average-pool.js";
import { quantizeMatMul } from "./matmul.js";
import type { OperatorQuantizer } from "./operator.js";
import { quantizePad } from "./pad.js";
import { quantizeResize } from "./resize.js";
import { quantizeSplit } from "./split.js";
import { quantizeUnary } from "./unary.js";

/**
 * Operators of ai.onnx that have an int8 form. All others stay in float; Relu and Clip too, since symmetric
 * activations leave no zero point to fold them into.
 */
export const OPERATORS: ReadonlyMap<string, OperatorQuantizer> = new Map<string, OperatorQuantizer>([
  ["Add", quantizeBinary],
  ["ArgMax", quantizeArgMax],
  ["AveragePool", quantizeUnary],
  ["Concat", quantizeConcat],
  ["Conv", quantizeConv],
  ["DepthToSpace", quantizeMovement],
  ["Expand", quantizeMovement],
  ["Gather", quantizeGather],
  ["GatherElements", quantizeMovement],
  ["GatherND", quantizeMovement],
  ["Gemm", quantizeGemm],
  ["GlobalAveragePool", quantizeGlobalAveragePool],
  ["LeakyRelu", quantizeUnary],
  ["MatMul", quantizeMatMul],
  ["MaxPool", directSince(12)],
  ["Mul", quantizeBinary],
  ["Pad", quantizePad],
  ["Reshape", quantizeDirect],
  ["Resize", quantizeResize],
  ["Sigmoid", quantizeUnary],
  ["Slice", quantizeMovement],
  ["SpaceToDepth", quantizeMovement],
  ["Split", quantizeSplit],
  ["Squeeze", quantizeDirect],
  ["Tile", quantizeMovement],
  ["Transpose", quantizeDirect],
  ["Unsqueeze", quantizeDirect],
]);
