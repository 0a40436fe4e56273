import type { Edit } from "../bisect/edited/edited-project.js";

/** A change of exported C, and what must be said first of the layer that it makes wrong. */
export interface ProbedFault {
  readonly title: string;
  readonly model: string;
  readonly edits: readonly Edit[];
  readonly layer: number;
  readonly says: string;
}

const CONV = "components/esp-dl/src/esp-conv2d.c";
const DENSE = "components/esp-dl/src/esp-dense.c";
const lib1 = (find: string, replace: string, within?: string): Edit => ({
  ...{ file: "lib1", find, replace, count: 1 },
  ...(within === undefined ? {} : { within }),
});
const conv = (find: string, replace: string): Edit => ({ file: CONV, find, replace, count: 1 });
const dense = (find: string, replace: string): Edit => ({ file: DENSE, find, replace, count: 1 });
const QUANTIZE = "espdl_quantize_f32\\(0x1p-6f, in0, 3072, out0\\);";
const LOOKUP = "espdl_lookup_s8\\(constant_5_let, in0, 6144, out0\\);";

/** Each was edited into the generated C by hand; what is said was read and found true. */
export const PROBED: readonly ProbedFault[] = [
  {
    title: "bias pointer not advanced between blocks of 16",
    model: "tutorial_nhwc",
    edits: [conv("store\\(channels, first \\+ start \\+ o,", "store(channels, first + o,")],
    layer: 8,
    says: "channels 16–31 get the bias of channel c − 16: the bias pointer is not advanced between blocks of 16",
  },
  {
    title: "bias pointer one too far",
    model: "residual_add",
    edits: [lib1("\\(int8_t \\*\\)constant1,", "(int8_t *)constant1 + 1,", "esp_main_2")],
    layer: 13,
    says: "channel c gets the bias of channel c + 1: the bias pointer is 1 too far (one channel reads what lies beyond the list)",
  },
  {
    title: "odd rows without bias",
    model: "mini_mobilenet",
    edits: [
      conv(
        "store\\(channels, start \\+ o, made, acc, output \\+ start \\+ o\\);",
        "struct channels q = *channels; if (odd) { q.bias = &no_bias; q.bias_step = 0; } store(&q, start + o, made, acc, output + start + o);",
      ),
      conv("static const int8_t no_bias = 0;", "static const int8_t no_bias = 0; static int odd;"),
      conv("int32_t y = oy \\* p->stride_y - p->top;", "int32_t y = oy * p->stride_y - p->top; odd = oy & 1;"),
    ],
    layer: 13,
    says: "every channel lacks the bias: it is not added in odd rows",
  },
  {
    title: "rounding in half of the channels",
    model: "residual_add",
    edits: [
      conv(
        "store\\(channels, first \\+ start \\+ o, made, acc",
        "if (made == 8 && start == 0) for (int z = 4; z < 8; z++) acc[z] += 1 << (channels->shift[0] - 1); store(channels, first + start + o, made, acc",
      ),
    ],
    layer: 5,
    says: "rounds half up instead of down (floor) in channels 4–7 (the last 4 of 8)",
  },
  {
    title: "another shift in a block",
    model: "mini_mobilenet",
    edits: [conv("saturate\\(acc\\[k\\] >> \\*shift\\)", "saturate(acc[k] >> (*shift + (o >= 16)))")],
    layer: 9,
    says: "the accumulator is shifted by 8 instead of 7: 2 times too small in channels 16–23 (the last 8 of 24)",
  },
  {
    title: "accumulators that go on from the block before",
    model: "mini_mobilenet",
    edits: [
      conv(
        "for \\(o = 0; o < block; o \\+= made\\) \\{\\n      int32_t acc\\[8\\];",
        "int32_t s8[8] = {0};\n    for (o = 0; o < block; o += made) {\n      int32_t acc[8];",
      ),
      conv(
        "store\\(channels, first \\+ start \\+ o, made, acc",
        "for (int z = 0; z < made; z++) acc[z] = s8[z] += acc[z];\n      store(channels, first + start + o, made, acc",
      ),
    ],
    layer: 9,
    says: "the accumulators are not set to 0 between output channels: channel c goes on from the sum of channel c − 8 in channels 8–15",
  },
  {
    title: "weights not advanced between blocks of 16",
    model: "tutorial_nhwc",
    edits: [conv("kernel \\+= row \\* BLOCK", "kernel += 0")],
    layer: 8,
    says: "in the weights output channels 16–31 get those of 0–15: the weights' pointer is at another channel",
  },
  {
    title: "the last product of a row of taps",
    model: "residual_add",
    edits: [conv("taps.length = joined \\? columns \\* inputs", "taps.length = joined ? columns * inputs - 1")],
    layer: 5,
    says: "the weights of input channel 7 of kernel column 2 read as 0: left out of the sum, or not there (seen where the window lies inside the image) (some elements depend on bytes that are not known)",
  },
  {
    title: "one bit of one weight",
    model: "mnist_cnn",
    edits: [
      lib1(
        "  int input_shape",
        "  static int8_t w[144]; memcpy(w, constant0, 144); w[77] ^= 0x40; constant0 = w;\n  int input_shape",
        "esp_main_1",
      ),
    ],
    layer: 9,
    says: "weight [row 1, column 1] of channel 13 is 68 instead of 4 (one bit: 0x40)",
  },
  {
    title: "a depthwise image pointer that is not advanced",
    model: "mini_mobilenet",
    edits: [conv("depthwise4\\(taps, image \\+ start \\+ o,", "depthwise4(taps, image + o,")],
    layer: 13,
    says: "of the image channels 16–23 get those of 0–7, with the right weights: the input pointer is at the wrong channel",
  },
  {
    title: "padding on the other side",
    model: "mini_mobilenet",
    edits: [lib1("int padding\\[\\] = \\{1, 1, 1, 1\\}", "int padding[] = {1, 1, 0, 2}", "esp_main_2")],
    layer: 13,
    says: "the padding is 1 above and 0 left of the image instead of 1 and 1",
  },
  {
    title: "input read 24 bytes late",
    model: "mini_mobilenet",
    edits: [lib1("\\(int8_t \\*\\)in0", "(int8_t *)in0 + 24", "esp_main_3")],
    layer: 17,
    says: "the input is read 24 bytes too late (some elements depend on bytes that are not known)",
  },
  {
    title: "a row that is not written",
    model: "mini_mobilenet",
    edits: [lib1("box = \\{2, \\{16, 64\\}, \\{1, 16\\}, \\{64, 1\\}\\}", "box = {2, {16, 56}, {1, 16}, {64, 1}}")],
    layer: 30,
    says: "row 7: not written: the bytes stay what they were before the call",
  },
  {
    title: "a table that ends early",
    model: "mini_mobilenet",
    edits: [lib1(LOOKUP, "for (int i = 0; i < 6144; i++) out0[i] = in0[i] >= 20 ? -1 : constant_5_let[in0[i] + 128];")],
    layer: 10,
    says: "x ≥ 20 gives -1: these entries are 0xFF: an erased flash page, 108 of 256",
  },
  {
    title: "one entry of a table",
    model: "mini_mobilenet",
    edits: [
      lib1(
        LOOKUP,
        "espdl_lookup_s8(constant_5_let, in0, 6144, out0); for (int i = 0; i < 6144; i++) if (in0[i] == 7) out0[i] ^= 8;",
      ),
    ],
    layer: 10,
    says: "1 table entry is wrong: x = 7 gives 15 instead of 7 (one bit)",
  },
  {
    title: "the image mirrored",
    model: "mini_mobilenet",
    edits: [lib1(QUANTIZE, "for (int i = 0; i < 3072; i++) espdl_quantize_f32(0x1p-6f, in0 + (i ^ 31), 1, out0 + i);")],
    layer: 1,
    says: "the columns are read in reverse order",
  },
  {
    title: "the image as uint8",
    model: "mini_mobilenet",
    edits: [
      lib1(
        QUANTIZE,
        "for (int i = 0; i < 3072; i++) { float v = in0[i] * 64; out0[i] = (int8_t)(uint8_t)(v < 0 ? 0 : v > 255 ? 255 : v); }",
      ),
    ],
    layer: 1,
    says: "the input is quantized otherwise: limited to 0 … 255 and cast as uint8; cut toward zero, not rounded",
  },
  {
    title: "the image normalized twice",
    model: "mini_mobilenet",
    edits: [lib1("espdl_quantize_f32\\(0x1p-6f, in0", "espdl_quantize_f32(0x1.fep1f, in0")],
    layer: 1,
    says: "the input is quantized otherwise: over 255: the image is normalized twice",
  },
  {
    title: "an operand subtracted",
    model: "mini_mobilenet",
    edits: [lib1("espdl_add_s8\\(1, 2, 1, -128", "espdl_add_s8(1, -2, 1, -128")],
    layer: 18,
    says: "the second operand counts -1 instead of 1: it is subtracted",
  },
  {
    title: "a lane of the dense kernel",
    model: "mini_mobilenet",
    edits: [dense("x\\[3\\] \\* w\\[3\\]", "x[2] * w[3]")],
    layer: 36,
    says: "lane 3 of every 4 inputs reads the input of lane 2",
  },
  {
    title: "weights of the dense kernel exchanged",
    model: "mini_mobilenet",
    edits: [dense("weight \\+ u \\* dense->length, dense->length", "weight + (u ^ 1) * dense->length, dense->length")],
    layer: 36,
    says: "in the weights neighbouring output channels are exchanged: the weights' pointer is at another channel",
  },
  {
    title: "a row left out of a mean",
    model: "mini_mobilenet",
    edits: [
      lib1(
        "static const struct espdl_window window = \\{1, 8, 8, 16",
        "static const struct espdl_window window = {1, 7, 8, 16",
      ),
    ],
    layer: 31,
    says: "row 7 of the plane left out of the sum, the sum is divided by 56 instead of 64",
  },
  {
    title: "softmax with a temperature",
    model: "mini_mobilenet",
    edits: [
      lib1(
        "espdl_softmax_f32\\(1, 10, 1, in0, out0\\);",
        "float t[10]; for (int i = 0; i < 10; i++) t[i] = in0[i] * 0.5f; espdl_softmax_f32(1, 10, 1, t, out0);",
      ),
    ],
    layer: 38,
    says: "the exponent is 0.5 times x instead of x: softmax with a temperature, or another scale of the input",
  },
  {
    title: "half precision on the way",
    model: "mini_mobilenet",
    edits: [
      lib1(
        "espdl_softmax_f32\\(1, 10, 1, in0, out0\\);",
        "espdl_softmax_f32(1, 10, 1, in0, out0); for (int i = 0; i < 10; i++) out0[i] = (float)(_Float16)out0[i];",
      ),
    ],
    layer: 38,
    says: "values are rounded to 11 bits: half precision (_Float16) on the way",
  },
  {
    title: "a slope of 0.01",
    model: "leakyrelu",
    edits: [lib1("0x1\\.99999ap-4f", "0x1.47ae14p-7f")],
    layer: 15,
    says: "the slope of the leaky relu is 0.01 instead of 0.1: 10 times too small",
  },
];
