import type { FastRule } from "../rule.js";
import { avgPool2d } from "./avg-pool2d.js";
import { concatenate } from "./concatenate.js";
import { espAdd } from "./esp-add.js";
import { espConv2d } from "./esp-conv2d.js";
import { espDense } from "./esp-dense.js";
import { espDequantize } from "./esp-dequantize.js";
import { espLookup } from "./esp-lookup.js";
import { espPointwise } from "./esp-pointwise.js";
import { espQuantize } from "./esp-quantize.js";
import { espdlSum } from "./espdl-binary.js";
import { espdlConv } from "./espdl-conv.js";
import { espdlMatmul } from "./espdl-matmul.js";
import { espdlMul } from "./espdl-mul.js";
import { espdlAvgPool, espdlMaxPool } from "./espdl-pool.js";
import { espdlRequantize } from "./espdl-requantize.js";
import { espGlobalAvgPool2d, globalAvgPool2d } from "./global-avg-pool2d.js";
import { layoutTransform } from "./layout-transform.js";
import { maxPool2d } from "./max-pool2d.js";
import { moved, nearestResize } from "./moved.js";
import { reshape } from "./reshape.js";
import { tabulated } from "./tabulated.js";
import { transpose } from "./transpose.js";

/** Every operator that float32 kernels can run, by its name in the kernel table. */
export const FAST_RULES: ReadonlyMap<string, FastRule> = new Map<string, FastRule>([
  ["concatenate", concatenate],
  ["esp.add", espAdd],
  ["esp.conv2d", espConv2d],
  ["esp.dense", espDense],
  ["esp.depthwise_conv2d", espConv2d],
  ["esp.dequantize", espDequantize],
  ["esp.global_avg_pool2d", espGlobalAvgPool2d],
  ["esp.lookup", espLookup],
  ["esp.pointwise", espPointwise],
  ["esp.quantize", espQuantize],
  ["espdl.add", espdlSum("Add")],
  ["espdl.avg_pool", espdlAvgPool],
  ["espdl.conv", espdlConv],
  ["espdl.matmul", espdlMatmul],
  ["espdl.max_pool", espdlMaxPool],
  ["espdl.mul", espdlMul],
  ["espdl.depth_to_space", moved],
  ["espdl.pad", moved],
  ["espdl.slice", moved],
  ["espdl.space_to_depth", moved],
  ["espdl.requantize", espdlRequantize],
  ["espdl.sub", espdlSum("Sub")],
  ["espdl.clip", tabulated],
  ["espdl.elu", tabulated],
  ["espdl.exp", tabulated],
  ["espdl.hard_sigmoid", tabulated],
  ["espdl.hard_swish", tabulated],
  ["espdl.leaky_relu", tabulated],
  ["espdl.log", tabulated],
  ["espdl.lut", tabulated],
  ["espdl.neg", tabulated],
  ["espdl.relu", tabulated],
  ["espdl.sigmoid", tabulated],
  ["espdl.sqrt", tabulated],
  ["espdl.swish", tabulated],
  ["espdl.tanh", tabulated],
  ["expand_dims", reshape],
  ["image.resize2d", nearestResize],
  ["layout_transform", layoutTransform],
  ["nn.avg_pool2d", avgPool2d],
  ["nn.batch_flatten", reshape],
  ["nn.global_avg_pool2d", globalAvgPool2d],
  ["nn.max_pool2d", maxPool2d],
  ["nn.pad", moved],
  ["reshape", reshape],
  ["squeeze", reshape],
  ["strided_slice", moved],
  ["transpose", transpose],
]);
