import { POINTWISE } from "../../../../kernels-ref/pointwise.js";
import { emitBatchMatmul } from "./batch-matmul.js";
import { emitFusedConvolution } from "./convolution.js";
import type { Emitter } from "./emitter.js";
import {
  emitBroadcast,
  emitConcatenate,
  emitLayoutTransform,
  emitPad,
  emitRepeat,
  emitSplit,
  emitTranspose,
} from "./movement.js";
import { emitPointwise } from "./pointwise.js";
import {
  emitAdd,
  emitDense,
  emitDequantize,
  emitFusedDense,
  emitLookup,
  emitMultiply,
  emitQuantize,
} from "./quantized.js";
import { emitArgmax, emitMean, emitSoftmax, emitSum } from "./reduction.js";
import { emitResize } from "./resize.js";
import { emitAvgPool, emitConvolution, emitGlobalAvgPool, emitMaxPool, emitTransposedConvolution } from "./window.js";

/** Every operator that has C code, but for reshapes, which have none. */
export const EMITTERS: ReadonlyMap<string, Emitter> = new Map<string, Emitter>([
  ...[...POINTWISE.keys()].map((op) => [op, emitPointwise] as const),
  ["argmax", emitArgmax],
  ["broadcast_to", emitBroadcast],
  ["broadcast_to_like", emitBroadcast],
  ["concatenate", emitConcatenate],
  ["esp.add", emitAdd],
  ["esp.conv2d", emitFusedConvolution],
  ["esp.dense", emitFusedDense],
  ["esp.depthwise_conv2d", emitFusedConvolution],
  ["esp.dequantize", emitDequantize],
  ["esp.lookup", emitLookup],
  ["esp.multiply", emitMultiply],
  ["esp.pointwise", emitPointwise],
  ["esp.quantize", emitQuantize],
  ["full", emitBroadcast],
  ["image.resize2d", emitResize],
  ["layout_transform", emitLayoutTransform],
  ["mean", emitMean],
  ["nn.avg_pool2d", emitAvgPool],
  ["nn.batch_matmul", emitBatchMatmul],
  ["nn.conv2d", emitConvolution],
  ["nn.conv2d_transpose", emitTransposedConvolution],
  ["nn.dense", emitDense],
  ["nn.global_avg_pool2d", emitGlobalAvgPool],
  ["nn.max_pool2d", emitMaxPool],
  ["nn.pad", emitPad],
  ["nn.softmax", emitSoftmax],
  ["repeat", emitRepeat],
  ["split", emitSplit],
  ["sum", emitSum],
  ["transpose", emitTranspose],
]);
