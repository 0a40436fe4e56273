import type { Kernel } from "../operator.js";
import { depthToSpace, spaceToDepth } from "../space-blocks.js";
import { stridedSlice } from "../strided-slice.js";
import { add } from "./add.js";
import { attention } from "./attention.js";
import { avgPool } from "./avg-pool.js";
import { clip } from "./clip.js";
import { comparison } from "./compare.js";
import { conv } from "./conv.js";
import { div } from "./div.js";
import { elu } from "./elu.js";
import { exp } from "./exp.js";
import { gather } from "./gather.js";
import { gru } from "./gru.js";
import { hardSigmoid } from "./hard-sigmoid.js";
import { hardSwish } from "./hard-swish.js";
import { insertZeros } from "./insert-zeros.js";
import { layerNorm } from "./layer-norm.js";
import { leakyRelu } from "./leaky-relu.js";
import { log } from "./log.js";
import { logSoftmax } from "./log-softmax.js";
import { lpNorm } from "./lp-norm.js";
import { lstm } from "./lstm.js";
import { lut } from "./lut.js";
import { matmul } from "./matmul.js";
import { maxPool } from "./max-pool.js";
import { mod } from "./mod.js";
import { mul } from "./mul.js";
import { neg } from "./neg.js";
import { pad } from "./pad.js";
import { pow } from "./pow.js";
import { prelu } from "./prelu.js";
import { reduceL1 } from "./reduce-l1.js";
import { reduceL2 } from "./reduce-l2.js";
import { reduceLogSum } from "./reduce-log-sum.js";
import { reduceLogSumExp } from "./reduce-log-sum-exp.js";
import { reduceMax } from "./reduce-max.js";
import { reduceMean } from "./reduce-mean.js";
import { reduceMin } from "./reduce-min.js";
import { reduceProd } from "./reduce-prod.js";
import { reduceSum } from "./reduce-sum.js";
import { reduceSumSquare } from "./reduce-sum-square.js";
import { relu } from "./relu.js";
import { requantize } from "./requantize.js";
import { resize } from "./resize.js";
import { reverseSequence } from "./reverse-sequence.js";
import { rmsNorm } from "./rms-norm.js";
import { scatterNd } from "./scatter-nd.js";
import { sigmoid } from "./sigmoid.js";
import { softmax } from "./softmax.js";
import { sqrt } from "./sqrt.js";
import { streamingCache } from "./streaming-cache.js";
import { sub } from "./sub.js";
import { swish } from "./swish.js";
import { tanh } from "./tanh.js";

/** The operators of today's ESP-DL. Those that only reshape, transpose or join elements are the general ones. */
export const ESPDL_KERNELS: readonly (readonly [string, Kernel])[] = [
  ["espdl.add", add],
  ["espdl.attention", attention],
  ["espdl.avg_pool", avgPool],
  ["espdl.clip", clip],
  ["espdl.conv", conv],
  ["espdl.depth_to_space", depthToSpace],
  ["espdl.div", div],
  ["espdl.elu", elu],
  ["espdl.equal", comparison("equal")],
  ["espdl.exp", exp],
  ["espdl.gather", gather],
  ["espdl.greater", comparison("greater")],
  ["espdl.greater_or_equal", comparison("greater_or_equal")],
  ["espdl.gru", gru],
  ["espdl.hard_sigmoid", hardSigmoid],
  ["espdl.hard_swish", hardSwish],
  ["espdl.insert_zeros", insertZeros],
  ["espdl.layer_norm", layerNorm],
  ["espdl.leaky_relu", leakyRelu],
  ["espdl.less", comparison("less")],
  ["espdl.less_or_equal", comparison("less_or_equal")],
  ["espdl.log", log],
  ["espdl.log_softmax", logSoftmax],
  ["espdl.lp_norm", lpNorm],
  ["espdl.lstm", lstm],
  ["espdl.lut", lut],
  ["espdl.matmul", matmul],
  ["espdl.max_pool", maxPool],
  ["espdl.mod", mod],
  ["espdl.mul", mul],
  ["espdl.neg", neg],
  ["espdl.pad", pad],
  ["espdl.pow", pow],
  ["espdl.prelu", prelu],
  ["espdl.reduce_l1", reduceL1],
  ["espdl.reduce_l2", reduceL2],
  ["espdl.reduce_log_sum", reduceLogSum],
  ["espdl.reduce_log_sum_exp", reduceLogSumExp],
  ["espdl.reduce_max", reduceMax],
  ["espdl.reduce_mean", reduceMean],
  ["espdl.reduce_min", reduceMin],
  ["espdl.reduce_prod", reduceProd],
  ["espdl.reduce_sum", reduceSum],
  ["espdl.reduce_sum_square", reduceSumSquare],
  ["espdl.relu", relu],
  ["espdl.requantize", requantize],
  ["espdl.resize", resize],
  ["espdl.reverse_sequence", reverseSequence],
  ["espdl.rms_norm", rmsNorm],
  ["espdl.scatter_nd", scatterNd],
  ["espdl.sigmoid", sigmoid],
  ["espdl.slice", stridedSlice],
  ["espdl.softmax", softmax],
  ["espdl.space_to_depth", spaceToDepth],
  ["espdl.sqrt", sqrt],
  ["espdl.streaming_cache", streamingCache],
  ["espdl.sub", sub],
  ["espdl.swish", swish],
  ["espdl.tanh", tanh],
];
