import { type Fault, inCall, own } from "./fault.js";

/** How the application handles its input before and while it is quantized. */
export const INPUTS: readonly Fault[] = [
  own(
    "input-bgr",
    "conv3x3_relu_pc",
    "cast_1",
    "the colour planes are exchanged: BGR instead of RGB",
    inCall(
      "fused_cast_1",
      "espdl_quantize_f32(0x1p-6f, in0, 3072, out0);",
      "for (int c = 0; c < 3; c++) espdl_quantize_f32(0x1p-6f, in0 + (2 - c) * 1024, 1024, out0 + c * 1024);",
    ),
  ),
  own(
    "input-mirrored",
    "mnist_cnn",
    "cast_1",
    "the image is mirrored left to right",
    inCall(
      "fused_cast_1",
      "return 0;",
      "for (int y = 0; y < 28; y++) for (int x = 0; x < 14; x++) { int8_t t = out0[28 * y + x]; out0[28 * y + x] = out0[28 * y + 27 - x]; out0[28 * y + 27 - x] = t; }\n  return 0;",
    ),
  ),
  own(
    "input-upside-down",
    "mnist_cnn",
    "cast_1",
    "the image is upside down",
    inCall(
      "fused_cast_1",
      "espdl_quantize_f32(0x1p-6f, in0, 784, out0);",
      "for (int y = 0; y < 28; y++) espdl_quantize_f32(0x1p-6f, in0 + 28 * (27 - y), 28, out0 + 28 * y);",
    ),
  ),
  own(
    "input-transposed",
    "resize_int8",
    "cast_1",
    "rows and columns of the image are exchanged",
    inCall(
      "fused_cast_1",
      "espdl_quantize_f32(0x1p-5f, in0, 768, out0);",
      "for (int i = 0; i < 768; i++) espdl_quantize_f32(0x1p-5f, in0 + (i & ~255) + (i % 16) * 16 + i % 256 / 16, 1, out0 + i);",
    ),
  ),
  own(
    "input-normalized-twice",
    "tutorial_nhwc",
    "layout_transform",
    "the input is normalized twice: (x - 0.5) / 0.5 once more",
    inCall(
      "fused_layout_transform",
      "espdl_quantize_f32(0x1p-6f, in0, 3072, out0);",
      "for (int i = 0; i < 3072; i++) { float x = (in0[i] - 0.5f) / 0.5f; espdl_quantize_f32(0x1p-6f, &x, 1, out0 + i); }",
    ),
  ),
  own(
    "input-uint8",
    "resize_int8",
    "cast_1",
    "the input is cast to uint8 pixels on the way: negative values become 0",
    inCall(
      "fused_cast_1",
      "espdl_quantize_f32(0x1p-5f, in0, 768, out0);",
      "for (int i = 0; i < 768; i++) { float x = in0[i] < 0 ? 0.0f : in0[i]; espdl_quantize_f32(0x1p-5f, &x, 1, out0 + i); }",
    ),
  ),
  own(
    "input-offset-128",
    "group_conv",
    "cast_1",
    "the quantized input has an offset of 128: uint8 read as int8",
    inCall("fused_cast_1", "return 0;", "for (int i = 0; i < 2048; i++) out0[i] ^= (int8_t)0x80;\n  return 0;"),
  ),
  own(
    "input-divided-by-255",
    "mz_two_out",
    "cast_1",
    "the input is divided by 255 again: everything is 0",
    inCall(
      "fused_cast_1",
      "espdl_quantize_f32(0x1p-6f, in0, 912, out0);",
      "for (int i = 0; i < 912; i++) { float x = in0[i] / 255.0f; espdl_quantize_f32(0x1p-6f, &x, 1, out0 + i); }",
    ),
  ),
  own(
    "input-one-row-late",
    "negative_shift",
    "cast_1",
    "the image starts one row late: the pointer is 16 floats too far",
    inCall("fused_cast_1", "in0, 512, out0", "in0 + 16, 512, out0"),
  ),
  own(
    "input-layout",
    "split_slice",
    "layout_transform",
    "the input is already NHWC and is transposed as if it were NCHW: a plain copy was made instead",
    inCall("fused_layout_transform", "{1, 1024}, {3, 1}", "{3, 1}, {3, 1}"),
  ),
  own(
    "input-inverted",
    "mnist_cnn",
    "cast_1",
    "the image is inverted: 1 - x",
    inCall(
      "fused_cast_1",
      "espdl_quantize_f32(0x1p-6f, in0, 784, out0);",
      "for (int i = 0; i < 784; i++) { float x = 1.0f - in0[i]; espdl_quantize_f32(0x1p-6f, &x, 1, out0 + i); }",
    ),
  ),
  own(
    "input-first-plane",
    "resize_int8",
    "cast_1",
    "every colour is the first plane: a grey image",
    inCall(
      "fused_cast_1",
      "espdl_quantize_f32(0x1p-5f, in0, 768, out0);",
      "for (int c = 0; c < 3; c++) espdl_quantize_f32(0x1p-5f, in0, 256, out0 + c * 256);",
    ),
  ),
];
