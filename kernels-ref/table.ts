import { abs } from "./abs.js";
import { add } from "./add.js";
import { argmax } from "./argmax.js";
import { avgPool2d } from "./avg-pool2d.js";
import { broadcastTo } from "./broadcast-to.js";
import { cast } from "./cast.js";
import { clip } from "./clip.js";
import { concatenate } from "./concatenate.js";
import { conv2d } from "./conv2d.js";
import { conv2dTranspose } from "./conv2d-transpose.js";
import { dense } from "./dense.js";
import { divide } from "./divide.js";
import { espConv2d } from "./esp-conv2d.js";
import { ESPDL_KERNELS } from "./espdl/table.js";
import { exp } from "./exp.js";
import { fixedPointMultiply } from "./fixed-point-multiply.js";
import { fixedPointMultiplyPerAxis } from "./fixed-point-multiply-per-axis.js";
import { full } from "./full.js";
import { globalAvgPool2d } from "./global-avg-pool2d.js";
import { greaterEqual } from "./greater-equal.js";
import { layoutTransform } from "./layout-transform.js";
import { leakyRelu } from "./leaky-relu.js";
import { maxPool2d } from "./max-pool2d.js";
import { maximum } from "./maximum.js";
import { mean } from "./mean.js";
import { minimum } from "./minimum.js";
import { multiply } from "./multiply.js";
import { negative } from "./negative.js";
import type { Kernel } from "./operator.js";
import { pad } from "./pad.js";
import { prelu } from "./prelu.js";
import { relu } from "./relu.js";
import { repeat } from "./repeat.js";
import { reshape } from "./reshape.js";
import { resize2d } from "./resize2d.js";
import { rightShift } from "./right-shift.js";
import { round } from "./round.js";
import { rsqrt } from "./rsqrt.js";
import { sigmoid } from "./sigmoid.js";
import { softmax } from "./softmax.js";
import { split } from "./split.js";
import { sqrt } from "./sqrt.js";
import { subtract } from "./subtract.js";
import { sum } from "./sum.js";
import { tanh } from "./tanh.js";
import { transpose } from "./transpose.js";
import { where } from "./where.js";
import { zeros } from "./zeros.js";

/** Every operator that can be run, by its name in Relay's spelling. */
export const KERNELS: ReadonlyMap<string, Kernel> = new Map<string, Kernel>([
  ["abs", abs],
  ["add", add],
  ["argmax", argmax],
  ["broadcast_to", broadcastTo],
  ["broadcast_to_like", broadcastTo],
  ["cast", cast],
  ["clip", clip],
  ["concatenate", concatenate],
  ["divide", divide],
  ["esp.conv2d", espConv2d],
  ["esp.depthwise_conv2d", espConv2d],
  ["exp", exp],
  ["expand_dims", reshape],
  ["fixed_point_multiply", fixedPointMultiply],
  ["fixed_point_multiply_per_axis", fixedPointMultiplyPerAxis],
  ["full", full],
  ["greater_equal", greaterEqual],
  ["image.resize2d", resize2d],
  ["layout_transform", layoutTransform],
  ["maximum", maximum],
  ["mean", mean],
  ["minimum", minimum],
  ["multiply", multiply],
  ["negative", negative],
  ["nn.avg_pool2d", avgPool2d],
  ["nn.batch_flatten", reshape],
  ["nn.conv2d", conv2d],
  ["nn.conv2d_transpose", conv2dTranspose],
  ["nn.dense", dense],
  ["nn.global_avg_pool2d", globalAvgPool2d],
  ["nn.leaky_relu", leakyRelu],
  ["nn.max_pool2d", maxPool2d],
  ["nn.pad", pad],
  ["nn.prelu", prelu],
  ["nn.relu", relu],
  ["nn.softmax", softmax],
  ["repeat", repeat],
  ["reshape", reshape],
  ["right_shift", rightShift],
  ["round", round],
  ["rsqrt", rsqrt],
  ["sigmoid", sigmoid],
  ["split", split],
  ["sqrt", sqrt],
  ["squeeze", reshape],
  ["subtract", subtract],
  ["sum", sum],
  ["tanh", tanh],
  ["transpose", transpose],
  ["where", where],
  ["zeros", zeros],
  ...ESPDL_KERNELS,
]);
