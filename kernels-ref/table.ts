import { argmax, argmin } from "./argmax.js";
import { avgPool2d } from "./avg-pool2d.js";
import { batchMatmul } from "./batch-matmul.js";
import { broadcastTo } from "./broadcast-to.js";
import { concatenate } from "./concatenate.js";
import { conv2d } from "./conv2d.js";
import { conv2dTranspose } from "./conv2d-transpose.js";
import { cumsum } from "./cumsum.js";
import { dense } from "./dense.js";
import { einsum } from "./einsum.js";
import { espAdd, espMultiply } from "./esp-arithmetic.js";
import { espConv2d } from "./esp-conv2d.js";
import { espDense } from "./esp-dense.js";
import { espLookup } from "./esp-lookup.js";
import { espDequantize, espQuantize } from "./esp-quantize.js";
import { ESPDL_KERNELS } from "./espdl/table.js";
import { full } from "./full.js";
import { gather, gatherNd } from "./gather.js";
import { globalAvgPool2d } from "./global-avg-pool2d.js";
import { gru } from "./gru.js";
import { hardmax } from "./hardmax.js";
import { interpolate } from "./interpolate.js";
import { layoutTransform } from "./layout-transform.js";
import { logSoftmax } from "./log-softmax.js";
import { lrn } from "./lrn.js";
import { lstm } from "./lstm.js";
import { maxPool2d } from "./max-pool2d.js";
import { mean } from "./mean.js";
import type { Kernel } from "./operator.js";
import { pad } from "./pad.js";
import { espPointwise, POINTWISE } from "./pointwise.js";
import { avgPool3d, lpPool3d, maxPool3d } from "./pool3d.js";
import { REDUCTIONS } from "./reductions.js";
import { repeat } from "./repeat.js";
import { reshape } from "./reshape.js";
import { resize2d } from "./resize2d.js";
import { rnn } from "./rnn.js";
import { scatterElements, scatterNd } from "./scatter.js";
import { softmax } from "./softmax.js";
import { depthToSpace, spaceToDepth } from "./space-blocks.js";
import { split } from "./split.js";
import { standardize } from "./standardize.js";
import { stridedSlice } from "./strided-slice.js";
import { sum } from "./sum.js";
import { take } from "./take.js";
import { takeAxes } from "./take-axes.js";
import { tile } from "./tile.js";
import { topk } from "./topk.js";
import { transpose } from "./transpose.js";
import { zeros } from "./zeros.js";

/** Every operator that can be run, by its name in Relay's spelling. */
export const KERNELS: ReadonlyMap<string, Kernel> = new Map<string, Kernel>([
  ...POINTWISE,
  ...REDUCTIONS,
  ["argmax", argmax],
  ["argmin", argmin],
  ["broadcast_to", broadcastTo],
  ["broadcast_to_like", broadcastTo],
  ["concatenate", concatenate],
  ["cumsum", cumsum],
  ["einsum", einsum],
  ["esp.add", espAdd],
  ["esp.avg_pool3d", avgPool3d],
  ["esp.conv2d", espConv2d],
  ["esp.dense", espDense],
  ["esp.depthwise_conv2d", espConv2d],
  ["esp.dequantize", espDequantize],
  ["esp.gru", gru],
  ["esp.interpolate", interpolate],
  ["esp.lookup", espLookup],
  ["esp.lp_pool3d", lpPool3d],
  ["esp.lstm", lstm],
  ["esp.max_pool3d", maxPool3d],
  ["esp.multiply", espMultiply],
  ["esp.pointwise", espPointwise],
  ["esp.quantize", espQuantize],
  ["esp.rnn", rnn],
  ["esp.take_axes", takeAxes],
  ["expand_dims", reshape],
  ["full", full],
  ["gather", gather],
  ["gather_nd", gatherNd],
  ["image.resize2d", resize2d],
  ["layout_transform", layoutTransform],
  ["mean", mean],
  ["nn.avg_pool2d", avgPool2d],
  ["nn.batch_flatten", reshape],
  ["nn.conv2d", conv2d],
  ["nn.conv2d_transpose", conv2dTranspose],
  ["nn.batch_matmul", batchMatmul],
  ["nn.dense", dense],
  ["nn.depth_to_space", depthToSpace],
  ["nn.global_avg_pool2d", globalAvgPool2d],
  ["nn.hardmax", hardmax],
  ["nn.log_softmax", logSoftmax],
  ["nn.lrn", lrn],
  ["nn.max_pool2d", maxPool2d],
  ["nn.pad", pad],
  ["nn.softmax", softmax],
  ["nn.standardize", standardize],
  ["nn.space_to_depth", spaceToDepth],
  ["repeat", repeat],
  ["reshape", reshape],
  ["scatter_elements", scatterElements],
  ["scatter_nd", scatterNd],
  ["split", split],
  ["squeeze", reshape],
  ["strided_slice", stridedSlice],
  ["sum", sum],
  ["topk", topk],
  ["take", take],
  ["tile", tile],
  ["transpose", transpose],
  ["zeros", zeros],
  ...ESPDL_KERNELS,
]);
