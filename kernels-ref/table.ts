import { argmax } from "./argmax.js";
import { avgPool2d } from "./avg-pool2d.js";
import { batchMatmul } from "./batch-matmul.js";
import { broadcastTo } from "./broadcast-to.js";
import { concatenate } from "./concatenate.js";
import { conv2d } from "./conv2d.js";
import { conv2dTranspose } from "./conv2d-transpose.js";
import { dense } from "./dense.js";
import { espAdd, espMultiply } from "./esp-arithmetic.js";
import { espConv2d } from "./esp-conv2d.js";
import { espDense } from "./esp-dense.js";
import { espLookup } from "./esp-lookup.js";
import { espDequantize, espQuantize } from "./esp-quantize.js";
import { ESPDL_KERNELS } from "./espdl/table.js";
import { full } from "./full.js";
import { globalAvgPool2d } from "./global-avg-pool2d.js";
import { layoutTransform } from "./layout-transform.js";
import { maxPool2d } from "./max-pool2d.js";
import { mean } from "./mean.js";
import type { Kernel } from "./operator.js";
import { pad } from "./pad.js";
import { espPointwise, POINTWISE } from "./pointwise.js";
import { repeat } from "./repeat.js";
import { reshape } from "./reshape.js";
import { resize2d } from "./resize2d.js";
import { softmax } from "./softmax.js";
import { split } from "./split.js";
import { sum } from "./sum.js";
import { transpose } from "./transpose.js";
import { zeros } from "./zeros.js";

/** Every operator that can be run, by its name in Relay's spelling. */
export const KERNELS: ReadonlyMap<string, Kernel> = new Map<string, Kernel>([
  ...POINTWISE,
  ["argmax", argmax],
  ["broadcast_to", broadcastTo],
  ["broadcast_to_like", broadcastTo],
  ["concatenate", concatenate],
  ["esp.add", espAdd],
  ["esp.conv2d", espConv2d],
  ["esp.dense", espDense],
  ["esp.depthwise_conv2d", espConv2d],
  ["esp.dequantize", espDequantize],
  ["esp.lookup", espLookup],
  ["esp.multiply", espMultiply],
  ["esp.pointwise", espPointwise],
  ["esp.quantize", espQuantize],
  ["expand_dims", reshape],
  ["full", full],
  ["image.resize2d", resize2d],
  ["layout_transform", layoutTransform],
  ["mean", mean],
  ["nn.avg_pool2d", avgPool2d],
  ["nn.batch_flatten", reshape],
  ["nn.conv2d", conv2d],
  ["nn.conv2d_transpose", conv2dTranspose],
  ["nn.batch_matmul", batchMatmul],
  ["nn.dense", dense],
  ["nn.global_avg_pool2d", globalAvgPool2d],
  ["nn.max_pool2d", maxPool2d],
  ["nn.pad", pad],
  ["nn.softmax", softmax],
  ["repeat", repeat],
  ["reshape", reshape],
  ["split", split],
  ["squeeze", reshape],
  ["sum", sum],
  ["transpose", transpose],
  ["zeros", zeros],
  ...ESPDL_KERNELS,
]);
