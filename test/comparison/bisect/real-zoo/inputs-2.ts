import { type Fault, inCall, own } from "./fault.js";

/** The pixels one by one: `i` is the place of the result, `x` what is quantized. */
function pixels(name: string, model: string, scale: string, count: number, cause: string, value: string): Fault {
  return own(
    name,
    model,
    "cast_1",
    cause,
    inCall(
      "fused_cast_1",
      `espdl_quantize_f32(${scale}, in0, ${count}, out0);`,
      `for (int i = 0; i < ${count}; i++) { float x = ${value}; espdl_quantize_f32(${scale}, &x, 1, out0 + i); }`,
    ),
  );
}

const rgb = ["0x1p-6f", 3072] as const;

/** More of what applications do to their input, by somebody who had not seen what the probes say. */
export const INPUTS_2: readonly Fault[] = [
  pixels("pixels-times-255", "maxpool", ...rgb, "the image is not divided by 255: pixels 0 … 255", "in0[i] * 255.0f"),
  pixels("pixels-minus-half", "add_mul_const", ...rgb, "0.5 is subtracted once more", "in0[i] - 0.5f"),
  pixels(
    "pixels-imagenet",
    "concat",
    "0x1p-5f",
    2048,
    "each channel gets a mean and a deviation of its own once more",
    "(in0[i] - 0.4f - 0.02f * (float)(i / 256)) / (0.5f + 0.125f * (float)(i / 256))",
  ),
  pixels("pixels-negative", "residual_add_norelu", "0x1p-5f", 2048, "the image is a negative: -x", "-in0[i]"),
  pixels("pixels-one-minus", "sigmoid", ...rgb, "the image is inverted: 1 - x", "1.0f - in0[i]"),
  pixels(
    "pixels-transposed",
    "mnist_cnn",
    "0x1p-6f",
    784,
    "rows and columns are exchanged",
    "in0[i % 28 * 28 + i / 28]",
  ),
  pixels(
    "pixels-turned",
    "leakyrelu",
    ...rgb,
    "the image is turned by 90 degrees",
    "in0[(i & ~1023) + (31 - i % 32) * 32 + i % 1024 / 32]",
  ),
  pixels(
    "pixels-upside-down",
    "mul_se",
    ...rgb,
    "the image is turned by 180 degrees",
    "in0[(i & ~1023) + 1023 - i % 1024]",
  ),
  pixels(
    "pixels-hwc",
    "clip_relu6",
    ...rgb,
    "the floats lie as NHWC and are read as NCHW",
    "in0[i % 1024 * 3 + i / 1024]",
  ),
  pixels(
    "pixels-grey",
    "prelu_hardswish",
    ...rgb,
    "the image is grey: every channel is the mean of the three",
    "(in0[i % 1024] + in0[i % 1024 + 1024] + in0[i % 1024 + 2048]) / 3.0f",
  ),
  pixels("pixels-bgr", "avgpool", ...rgb, "BGR instead of RGB", "in0[(2 - i / 1024) * 1024 + i % 1024]"),
  pixels(
    "pixels-bgr-mirrored",
    "swish_mul",
    ...rgb,
    "BGR, and mirrored left to right",
    "in0[(2 - i / 1024) * 1024 + i % 1024 / 32 * 32 + 31 - i % 32]",
  ),
  pixels(
    "pixels-shifted",
    "mini_mobilenet",
    ...rgb,
    "the image is two columns too far left, its border repeated",
    "in0[(i & ~31) + (i % 32 + 2 > 31 ? 31 : i % 32 + 2)]",
  ),
  pixels(
    "pixels-coarse",
    "unquantized_ops",
    ...rgb,
    "half of the resolution: every second pixel stands there four times",
    "in0[(i & ~1023) + (i % 1024 / 32 & ~1) * 32 + (i % 32 & ~1)]",
  ),
  pixels(
    "pixels-255-256",
    "resize_nearest",
    ...rgb,
    "the image is divided by 256 instead of 255",
    "in0[i] * 255.0f / 256.0f",
  ),
  pixels(
    "pixels-rgb565",
    "squeeze_unsqueeze",
    ...rgb,
    "colours have 5 bits: steps of 1/32, rounded down",
    "(float)(int32_t)(in0[i] * 32.0f + 64.0f) / 32.0f - 2.0f",
  ),
  pixels(
    "pixels-gamma",
    "avgpool_incpad",
    ...rgb,
    "positive values are squared: a gamma of 2",
    "in0[i] > 0 ? in0[i] * in0[i] : in0[i]",
  ),
  own(
    "pixels-exponent",
    "gap_fc_softmax",
    "cast_1",
    "the image is quantized with half of the scale: values are twice too large",
    inCall("fused_cast_1", "0x1p-6f", "0x1p-7f"),
  ),
  own(
    "pixels-as-integers",
    "group_conv",
    "cast_1",
    "the floats are cast to int8 without the scale",
    inCall(
      "fused_cast_1",
      "return 0;",
      "for (int i = 0; i < 2048; i++) out0[i] = (int8_t)(int32_t)in0[i];\n  return 0;",
    ),
  ),
  own(
    "pixels-first-half",
    "split_slice",
    "cast_1",
    "only the first 1536 of 3072 floats arrive: the rest of the input is that again",
    inCall(
      "fused_cast_1",
      "espdl_quantize_f32(0x1p-6f, in0, 3072, out0);",
      "espdl_quantize_f32(0x1p-6f, in0, 1536, out0); espdl_quantize_f32(0x1p-6f, in0, 1536, out0 + 1536);",
    ),
  ),
];
