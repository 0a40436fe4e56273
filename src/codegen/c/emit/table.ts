import { POINTWISE } from "../../../../kernels-ref/pointwise.js";
import { emitBatchMatmul } from "./batch-matmul.js";
import { emitFusedConvolution } from "./convolution.js";
import { emitEinsum } from "./einsum.js";
import type { Emitter } from "./emitter.js";
import { DL_EMITTERS } from "./espdl/table.js";
import { emitGather, emitGatherNd, emitScatterElements, emitScatterNd, emitTake } from "./indexing.js";
import {
  emitBroadcast,
  emitConcatenate,
  emitDepthToSpace,
  emitLayoutTransform,
  emitPad,
  emitRepeat,
  emitSpaceToDepth,
  emitSplit,
  emitStridedSlice,
  emitTile,
  emitTranspose,
} from "./movement.js";
import { emitLrn, emitStandardize } from "./normalization.js";
import { emitPointwise } from "./pointwise.js";
import { emitPool3d } from "./pool3d.js";
import {
  emitAdd,
  emitDense,
  emitDequantize,
  emitFusedDense,
  emitLookup,
  emitMultiply,
  emitQuantize,
} from "./quantized.js";
import { emitRecurrent } from "./recurrent.js";
import { emitArgmax, emitSoftmax, REDUCERS } from "./reduction.js";
import { emitResize } from "./resize.js";
import { emitCumsum, emitInterpolate, emitTakeAxes, emitTopk } from "./selection.js";
import {
  emitAvgPool,
  emitConvolution,
  emitGlobalAvgPool,
  emitInt8GlobalAvgPool,
  emitMaxPool,
  emitTransposedConvolution,
} from "./window.js";

/** Every operator that has C code, but for reshapes, which have none. */
export const EMITTERS: ReadonlyMap<string, Emitter> = new Map<string, Emitter>([
  ...[...POINTWISE.keys()].map((op) => [op, emitPointwise] as const),
  ...REDUCERS,
  ...DL_EMITTERS,
  ["argmax", emitArgmax],
  ["argmin", emitArgmax],
  ["broadcast_to", emitBroadcast],
  ["broadcast_to_like", emitBroadcast],
  ["concatenate", emitConcatenate],
  ["cumsum", emitCumsum],
  ["einsum", emitEinsum],
  ["esp.add", emitAdd],
  ["esp.avg_pool3d", emitPool3d],
  ["esp.conv2d", emitFusedConvolution],
  ["esp.dense", emitFusedDense],
  ["esp.depthwise_conv2d", emitFusedConvolution],
  ["esp.dequantize", emitDequantize],
  ["esp.gru", emitRecurrent],
  ["esp.interpolate", emitInterpolate],
  ["esp.global_avg_pool2d", emitInt8GlobalAvgPool],
  ["esp.lookup", emitLookup],
  ["esp.lp_pool3d", emitPool3d],
  ["esp.lstm", emitRecurrent],
  ["esp.max_pool3d", emitPool3d],
  ["esp.multiply", emitMultiply],
  ["esp.pointwise", emitPointwise],
  ["esp.quantize", emitQuantize],
  ["esp.rnn", emitRecurrent],
  ["esp.take_axes", emitTakeAxes],
  ["full", emitBroadcast],
  ["gather", emitGather],
  ["gather_nd", emitGatherNd],
  ["image.resize2d", emitResize],
  ["layout_transform", emitLayoutTransform],
  ["nn.avg_pool2d", emitAvgPool],
  ["nn.batch_matmul", emitBatchMatmul],
  ["nn.conv2d", emitConvolution],
  ["nn.conv2d_transpose", emitTransposedConvolution],
  ["nn.dense", emitDense],
  ["nn.depth_to_space", emitDepthToSpace],
  ["nn.global_avg_pool2d", emitGlobalAvgPool],
  ["nn.hardmax", emitSoftmax],
  ["nn.log_softmax", emitSoftmax],
  ["nn.lrn", emitLrn],
  ["nn.max_pool2d", emitMaxPool],
  ["nn.pad", emitPad],
  ["nn.softmax", emitSoftmax],
  ["nn.standardize", emitStandardize],
  ["nn.space_to_depth", emitSpaceToDepth],
  ["repeat", emitRepeat],
  ["scatter_elements", emitScatterElements],
  ["scatter_nd", emitScatterNd],
  ["split", emitSplit],
  ["topk", emitTopk],
  ["strided_slice", emitStridedSlice],
  ["take", emitTake],
  ["tile", emitTile],
  ["transpose", emitTranspose],
]);
