import { type Fault, inCall, inKernel, own } from "./fault.js";

const CONV = "esp-conv2d.c";
const NO_RELU = 'char activation[] = "";';

/** A third list, again written from the exported C alone: pitches, alignment, lines of a cache, widths of numbers. */
export const THIRD: readonly Fault[] = [
  own(
    "align-16",
    "mini_mobilenet",
    "cast_4",
    "the address of each window's first pixel is rounded down to 16 bytes: an aligned load",
    inKernel(
      CONV,
      "for (g = 0; g < p->groups; g++)\n",
      "image = (const int8_t *)((uintptr_t)image & ~(uintptr_t)15);\n        for (g = 0; g < p->groups; g++)\n",
    ),
  ),
  own(
    "bias-of-eight",
    "mini_mobilenet",
    "cast_8",
    "the bias pointer is not advanced inside a block of 16: channels 8–15 use the bias of 0–7",
    inKernel(
      CONV,
      "store(channels, first + start + o, made, acc, output + start + o);",
      "store(channels, first + start, made, acc, output + start + o);",
    ),
  ),
  own(
    "depthwise-not-cleared",
    "mini_mobilenet",
    "cast_8_1",
    "the accumulators of the depthwise kernel are never cleared",
    inKernel(
      CONV,
      "int32_t a0 = 0, a1 = 0, a2 = 0, a3 = 0, r;\n",
      "static int32_t a0, a1, a2, a3;\n  int32_t r;\n",
      "depthwise4",
    ),
  ),
  own(
    "dma-last-32",
    "mini_mobilenet",
    "cast_14",
    "the last 32 bytes are stale: the transfer had not ended",
    inCall(
      "esp_main_4",
      `${NO_RELU}\n  esp_dl_nn_conv2d_s8_wrapper(`,
      `${NO_RELU}\n  static int8_t dma[4096];\n  int8_t *const place = out0;\n  out0 = dma;\n  esp_dl_nn_conv2d_s8_wrapper(`,
    ),
    inCall("esp_main_4", "activation, out0);", "activation, out0);\n  memcpy(place, dma, 4096 - 32);"),
  ),
  own(
    "cache-line-64",
    "mini_mobilenet",
    "cast_4_1",
    "64 bytes of the weights' copy in RAM are not there: one line of the cache",
    inCall(
      "esp_main_3",
      `${NO_RELU}\n`,
      `${NO_RELU}\n  static int8_t ram[192];\n  memcpy(ram, constant0, 192);\n  memset(ram + 64, 0, 64);\n  constant0 = ram;\n`,
    ),
  ),
  own(
    "odd-rows",
    "mnist_cnn",
    "cast_9",
    "odd rows repeat the row before: the two line buffers are not exchanged",
    inCall(
      "esp_main_2",
      "activation, out0);",
      "activation, out0);\n  for (int y = 1; y < 14; y += 2) memcpy(out0 + y * 448, out0 + (y - 1) * 448, 448);",
    ),
  ),
  own(
    "pool-pitch",
    "mnist_cnn",
    "nn_max_pool2d",
    "the image's rows are read 27 pixels apart instead of 28",
    inCall("fused_nn_max_pool2d", "{12544, 448, 16, 1}", "{12544, 432, 16, 1}"),
  ),
  own(
    "pool-floor",
    "maxpool_ceil_avg_asym",
    "nn_max_pool2d",
    "the output's size is rounded down: the last row and column are not written",
    inCall("fused_nn_max_pool2d", "16, 16, 8,", "15, 15, 8,"),
  ),
  own(
    "average-63",
    "mini_mobilenet",
    "nn_global_avg_pool2d",
    "the sum is divided by 63 instead of 64",
    inKernel("esp-global-avg-pool2d.c", "(float)(p->height * p->width)", "(float)(p->height * p->width - 1)"),
  ),
  own(
    "mean-half",
    "unquantized_ops",
    "mean",
    "the box is 8 columns wide instead of 16: the first half counts twice",
    inCall("fused_mean", "2, {16, 16}, {16, 1}}", "2, {16, 8}, {16, 1}}"),
  ),
  own(
    "mean-nan",
    "unquantized_ops",
    "mean",
    "one channel is divided by zero: NaN",
    inCall(
      "fused_mean",
      "espdl_mean_f32(&reduce, in0, out0);",
      "espdl_mean_f32(&reduce, in0, out0);\n  { volatile float zero = 0; out0[3] = zero / zero; }",
    ),
  ),
  own(
    "hard-sigmoid-slope",
    "unquantized_ops",
    "clip_4",
    "the slope of the hard sigmoid is 1/6 instead of 0.2",
    inCall("fused_clip_4", "0x1.99999ap-8f", "0x1.555556p-8f"),
  ),
  own(
    "tanh-backwards",
    "unquantized_ops",
    "layout_transform_2",
    "the table is read from its end",
    inCall(
      "fused_layout_transform_2",
      "espdl_lookup_s8(constant_2_let, in0, 2048, out0);",
      "for (int i = 0; i < 2048; i++) out0[i] = constant_2_let[127 - in0[i]];",
    ),
  ),
  own(
    "dense-input-late",
    "mini_mobilenet",
    "cast_24",
    "the input is read one element late",
    inKernel("esp-dense.c", "dot(input + m * dense->length,", "dot(input + 1 + m * dense->length,"),
  ),
  own(
    "dense-product-32",
    "mnist_cnn",
    "cast_18",
    "the product with the multiplier is cut to 32 bits",
    inKernel(
      "esp-dense.c",
      "int64_t product = value * multiplier;",
      "int64_t product = (int32_t)((uint32_t)value * (uint32_t)multiplier);",
    ),
  ),
  own(
    "gate-not-rounded",
    "mul_se",
    "multiply_1_2",
    "the sigmoid is not rounded to steps of int8",
    inCall("fused_multiply_1_2", "espdl_round_f32(t3)", "t3"),
  ),
  own(
    "scale-twice",
    "mul_se",
    "multiply_3",
    "the scale is applied twice",
    inKernel("esp-quantize.c", "output[i] = x.value;", "output[i] = x.value * scale;"),
  ),
];
