/** A change of an exported project's C, as a person might make it, and what is true of it. */
export interface EspdlFault {
  /** A case of the vectors of 2026 or of esp-ppq 1.3.12, or of `golden/espdl`. */
  readonly model: string;
  /** The call that it harms first: the operator, and which of them, from 0. */
  readonly op: string;
  readonly nth?: number;
  /** A kernel's file; absent: the C function of the call. */
  readonly kernel?: string;
  readonly find: string;
  readonly replace: string;
  /** What a right cause says; absent where no arithmetic that is known gives such bytes. */
  readonly cause?: RegExp;
}

const RESIDUAL = "ppqnet_residual_p4_s8";
const TWO = "ppqnet_twoin_s3_s8";
const MBV3 = "ppqnet_mbv3_c_s8";
const MNIST16 = "ppq_mnist_s3_s16";
const GHOST = "ppqnet_ghost_s3_s8";
const RED = "ppqnet_rednet_p4_s8";
const TRANS = "ppqnet_trans_s3_s8";
const NOPAD = "ppqnet_p_nopad_p4_s8";
const DET = "ppqnet_det_s3_s8";
const SHUFFLE = "ppqnet_shuffle_s3_s8";
const ATTENTION = "ppqnet_attnb_p4_s8";
const PIXELS = "ppqnet_pixshuf_p4_s8";
const GRU = "ppqnet_grul0_s3_s8";

type Rest = Omit<EspdlFault, "model" | "op" | "find" | "replace">;
const fault = (model: string, op: string, find: string, replace: string, rest: Rest = {}): EspdlFault => ({
  ...{ model, op: `espdl.${op}`, find, replace },
  ...rest,
});
const plain = (model: string, op: string, find: string, replace: string, rest: Rest = {}): EspdlFault => ({
  ...fault(model, op, find, replace, rest),
  op,
});

/** With a ReLU behind it both give the same bytes. */
const TOWARD_ZERO = /rounds (down|toward zero)/;

/** Product sums: rounding, limits, bias, windows, types. */
const PRODUCTS: readonly EspdlFault[] = [
  fault(RESIDUAL, "conv", "DL_HALF_EVEN", "DL_HALF_UP", { nth: 1, cause: /rounds .*ties up|ties away/ }),
  fault(RESIDUAL, "conv", "DL_HALF_EVEN", "DL_FLOOR", { nth: 3, cause: TOWARD_ZERO }),
  fault(TWO, "conv", "DL_HALF_UP", "DL_FLOOR", { nth: 0, cause: TOWARD_ZERO }),
  fault(TWO, "conv", "DL_HALF_UP", "DL_HALF_EVEN", { nth: 2, cause: /ties to even/ }),
  fault(MBV3, "conv", "DL_HALF_UP", "DL_FLOOR", { nth: 2, cause: TOWARD_ZERO }),
  fault(RESIDUAL, "conv", "DL_HALF_EVEN, 0,", "DL_HALF_EVEN, -128,", { nth: 1, cause: /relu/i }),
  fault(RESIDUAL, "conv", "-128,", "0,", { nth: 2, cause: /relu/i }),
  fault(MBV3, "conv", "-128,", "0,", { nth: 0, cause: /relu/i }),
  fault(RESIDUAL, "conv", "constant1, constant", "NULL, constant", { nth: 1, cause: /bias/ }),
  fault(MBV3, "conv", "constant1, constant", "NULL, constant", { nth: 2, cause: /bias/ }),
  fault(MBV3, "conv", "1, 1, 1, 1, 1, 1, 1}", "1, 1, 1, 1, 0, 1, 1}", { nth: 2, cause: /row|pad|window|above/ }),
  fault(RESIDUAL, "conv", "2, 2, 1, 1, 1, 1, 0}", "2, 2, 1, 1, 1, 0, 0}", { nth: 0, cause: /column|pad|window|left/ }),
  fault(RESIDUAL, "conv", "1, 1, 1, 1, 1, 1, 0}", "1, 1, 1, 2, 1, 1, 0}", { nth: 1, cause: /dilation|apart/ }),
  fault(RESIDUAL, "conv", "{{1,", "{{0,", { nth: 1, cause: /shift/ }),
  fault(RESIDUAL, "matmul", "constant1, constant", "NULL, constant", { cause: /bias/ }),
  fault(RESIDUAL, "matmul", "-128,", "0,", { cause: /relu/i }),
  fault(RESIDUAL, "matmul", "20, 11, 1, 1", "20, 11, 11, 1", { cause: /order|transposed|layout|are read as/ }),
  fault(RESIDUAL, "matmul", "DL_HALF_EVEN", "DL_FLOOR", { cause: /rounds down/ }),
  fault(MNIST16, "conv", "DL_HALF_UP, 0,", "DL_HALF_UP, -32768,", { nth: 0, cause: /relu/ }),
  fault(MNIST16, "matmul", "DL_HALF_UP", "DL_FLOOR", { nth: 1, cause: /rounds down/ }),
  fault(RESIDUAL, "conv", "int32_t value = x[i];", "int32_t value = (uint8_t)x[i];", {
    kernel: "espdl-conv.c",
    cause: /uint8|unsigned/,
  }),
  fault(RESIDUAL, "conv", "sum[0] = a0, sum[1] = a1", "sum[0] = (int16_t)a0, sum[1] = (int16_t)a1", {
    kernel: "espdl-conv.c",
    cause: /wraps at 16 bits/,
  }),
  fault(RESIDUAL, "conv", "sums->low, 127);", "sums->low, 1 << 28);", {
    kernel: "espdl_dl_sums.h",
    nth: 3,
    cause: /wrap/,
  }),
  fault(
    TRANS,
    "conv",
    "bias == NULL ? 0 : bias[o];\n  return bits == 0 ? value : (int32_t)",
    "bias == NULL ? 0 : bias[0];\n  return bits == 0 ? value : (int32_t)",
    {
      kernel: "espdl_dl_sums.h",
      cause: /bias/,
    },
  ),
  fault(TRANS, "matmul", "*step = 1;\n    return n * p->depth;", "*step = p->columns;\n    return n;", {
    kernel: "espdl-matmul.c",
    cause: /order|transposed|layout|are read as/,
  }),
];

/** Two operands, tables, changes of the quantization. */
const ELEMENTS: readonly EspdlFault[] = [
  fault(RESIDUAL, "add", "box, in0, in1, out0);", "box, in0, in0, out0);", { nth: 1, cause: /input|operand|buffer/ }),
  fault(TWO, "sub", "box, in0, in1, out0);", "box, in1, in0, out0);", { cause: /exchanged/ }),
  fault(TWO, "add", "box, in0, in1, out0);", "box, in1, in1, out0);", { cause: /input|operand|buffer/ }),
  fault(TWO, "mul", "DL_HALF_UP", "DL_FLOOR", { cause: /rounds down/ }),
  fault(TWO, "mul", "DL_HALF_UP, 6", "DL_HALF_UP, 7", { cause: /exponent/ }),
  fault(TWO, "mul", "DL_HALF_UP, 6", "DL_HALF_UP, 4", { cause: /exponent/ }),
  fault(MBV3, "mul", "0x1p-7f", "0x1p-6f", { nth: 1, cause: /exponent/ }),
  fault(MBV3, "mul", "DL_HALF_UP", "DL_HALF_EVEN", { nth: 0, cause: /ties to even/ }),
  fault(MBV3, "mul", "DL_HALF_UP", "DL_FLOOR", { nth: 2, cause: /rounds down/ }),
  fault(TWO, "requantize", "1, 1, 0}", "1, 0, 0}", { nth: 0, cause: /raw|exponent/ }),
  fault(TWO, "requantize", "1, 1, 0}", "1, 2, 0}", { nth: 1, cause: /exponent/ }),
  fault(TWO, "requantize", "DL_HALF_UP", "DL_FLOOR", { nth: 1, cause: /rounds down/ }),
  fault(SHUFFLE, "requantize", "DL_HALF_UP", "DL_HALF_EVEN", { cause: /ties to even/ }),
  fault(RESIDUAL, "lut", "4800", "4784", { nth: 1, cause: /written|element|stand/ }),
  fault(MBV3, "lut", "3672", "3600", { nth: 0, cause: /written|element|stand/ }),
  fault(MBV3, "lut", "input[i] + 128", "input[i] + 127", { kernel: "espdl-lut.c", cause: /table|entr|input/ }),
  fault(DET, "lut", "input[i] + 128", "(uint8_t)input[i]", {
    kernel: "espdl-lut.c",
    cause: /table|entr|unsigned|uint8|index/,
  }),
  fault(GHOST, "prelu", "19, 7,", "19, 6,", { cause: /shift|slope/ }),
  fault(GHOST, "prelu", "DL_HALF_UP, 0, 2, 0", "DL_FLOOR, 0, 1, 0", { cause: /portable C/ }),
  fault(
    RESIDUAL,
    "add",
    "PLAIN(NAME, s8, int8_t, int8_t, dl_saturate(a OP b, -128, 127))",
    "PLAIN(NAME, s8, int8_t, int8_t, a OP b)",
    {
      kernel: "espdl-elementwise.c",
      cause: /wrap/,
    },
  ),
];

/** Windows, reductions, movement, what is computed in float. */
const SHAPES: readonly EspdlFault[] = [
  fault(MBV3, "avg_pool", "0x1.948b1p-7f", "0x1.948b1p-6f", { nth: 0, cause: /exponent/ }),
  fault(NOPAD, "avg_pool", "DL_HALF_EVEN", "DL_HALF_UP", { cause: /ties up/ }),
  fault(NOPAD, "avg_pool", "DL_HALF_EVEN", "DL_FLOOR", { cause: /rounds down/ }),
  fault(GHOST, "max_pool", "2, 2, 2, 2, 1, 1, 0, 0, 0, 0}", "2, 1, 2, 2, 1, 1, 0, 0, 0, 0}", {
    cause: /window|column/,
  }),
  fault(GHOST, "max_pool", "2, 2, 2, 2, 1, 1, 0, 0, 0, 0}", "1, 1, 2, 2, 1, 1, 0, 0, 0, 0}", { cause: /window/ }),
  fault(MNIST16, "max_pool", "2, 2, 2, 2, 1, 1, 0, 0, 0, 0}", "1, 2, 2, 2, 1, 1, 0, 0, 0, 0}", { cause: /window|row/ }),
  fault(RED, "reduce_mean", "0x1p6f}", "0x1p7f}", { cause: /exponent/ }),
  fault(RED, "reduce_mean", "DL_HALF_EVEN", "DL_FLOOR", { cause: /rounds down/ }),
  fault(RED, "reduce_sum", "DL_HALF_EVEN, 5", "DL_HALF_EVEN, 4", { cause: /exponent/ }),
  fault(RED, "reduce_sum", "DL_HALF_EVEN", "DL_FLOOR", { cause: /rounds down/ }),
  fault(RED, "reduce_max", "dl_reduce_max_s8", "dl_reduce_min_s8"),
  fault(RED, "mul", "DL_HALF_EVEN, 6", "DL_HALF_EVEN, 5", { cause: /exponent/ }),
  plain(RED, "concatenate", "in0, out0);", "in1, out0);", { cause: /input|buffer/ }),
  plain(RED, "concatenate", "in2, out0 + 48", "in1, out0 + 48", { cause: /input|buffer/ }),
  plain(GHOST, "concatenate", "in1, out0 + 14", "in0, out0 + 14", { cause: /input|buffer/ }),
  plain(TRANS, "transpose", "{2, {12, 130}, {1, 12}, {130, 1}}", "{1, {1560}, {1}, {1}}", {
    nth: 0,
    cause: /not transposed|without being transposed|holds the bytes of|values of other places/,
  }),
  fault(TRANS, "slice", "in0 + 270", "in0 + 271", { cause: /slice|element|input/ }),
  fault(PIXELS, "depth_to_space", "{156, 2, 12, 1, 4}", "{156, 1, 12, 2, 4}", { cause: /stand|place|order|element/ }),
  fault(DET, "max_pool", "input[at] > max", "input[at] < max", { kernel: "max-pool2d.c", cause: /-128 whatever/ }),
  fault(DET, "resize", "table[from[c] + 128]", "from[c]", { kernel: "espdl-resize.c" }),
  fault(ATTENTION, "softmax", "0x1p", "0x1.8p"),
  fault(ATTENTION, "requantize", "DL_HALF_EVEN", "DL_FLOOR", { cause: /rounds down/ }),
  fault(ATTENTION, "mul", "DL_HALF_EVEN", "DL_HALF_UP", { cause: /ties up/ }),
  fault(ATTENTION, "layer_norm", "DL_HALF_EVEN", "DL_FLOOR", { cause: /rounds down/ }),
  fault(GRU, "gru", "p->sigmoid_last ? at", "p->sigmoid_last - 400 ? at", { kernel: "espdl-recurrent.c" }),
  fault(GRU, "gru", "DL_HALF_UP", "DL_FLOOR", { cause: /rounds down/ }),
];

const KWS = "ppqnet_kws_s3_s8";
const MIXED = "ppqnet_mbv3_p4_s8m";
const CALL = "dl_conv_s8(&conv, in0, constant0, constant1,";
const FIRST = "dl_conv_s8(&conv, in0,";

/** A second list, written from the exported C alone. */
const SECOND: readonly EspdlFault[] = [
  fault(KWS, "conv", "1, 1, 0, 2, 0}", "1, 1, 0, 3, 0}", { nth: 0, cause: /padding is 0 above and 3 left/ }),
  fault(KWS, "conv", "1, 1, 1, 2, 0, 2, 1}", "1, 1, 1, 1, 0, 2, 1}", { nth: 3, cause: /dilation ignored/ }),
  fault(KWS, "reduce_mean", "1, {26}, {31}}", "1, {25}, {31}}", {
    cause: /element 25 of each sum left out, element 0 of each sum counted 2 times/,
  }),
  fault(KWS, "matmul", "k < p->depth; k++) sum", "k < p->depth - 1; k++) sum", {
    kernel: "espdl-matmul.c",
    cause: /the last input \(30\) of 31 is left out/,
  }),
  fault(KWS, "conv", "bias == NULL ? 0 : bias[o];", "bias == NULL ? 0 : (int8_t)bias[o];", {
    kernel: "espdl_dl_sums.h",
    cause: /bias is cut to 8 bits/,
  }),
  fault(DET, "max_pool", "2, 2, 2, 2}", "1, 1, 1, 1}", { cause: /padding above is 1 instead of 2/ }),
  fault(DET, "slice", "in0 + 1920", "in0 + 1800", { nth: 1, cause: /slice starts 1 earlier along axis 1/ }),
  fault(DET, "resize", "{0, 0, 1, 1, 2, 2, 3, 3, 4, 4}", "{0, 1, 1, 2, 2, 3, 3, 4, 4, 4}", {
    cause: /rows 1–4 are read where rows 0–3 belong/,
  }),
  fault(DET, "lut", "constant_16_let", "constant_10_let", { nth: 6, cause: /the table is that of \/c2/ }),
  fault(DET, "conv", "DL_HALF_UP", "DL_FLOOR", { nth: 1, cause: TOWARD_ZERO }),
  fault(
    DET,
    "conv",
    CALL,
    `static int8_t w[2304];
  for (int o = 0; o < 16; o++)
    for (int t = 0; t < 9; t++)
      for (int i = 0; i < 16; i++) w[o * 144 + i * 9 + t] = constant0[o * 144 + t * 16 + i];
  dl_conv_s8(&conv, in0, w, constant1,`,
    { nth: 3, cause: /the weights lie as OIHW and are read as OHWI/ },
  ),
  fault(
    DET,
    "conv",
    FIRST,
    `static int8_t chw[5760];
  for (int c = 0; c < 3; c++)
    for (int i = 0; i < 1920; i++) chw[c * 1920 + i] = in0[i * 3 + c];
  dl_conv_s8(&conv, chw,`,
    { nth: 0, cause: /the image lies as NCHW and is read as NHWC/ },
  ),
  fault(
    MIXED,
    "requantize",
    "dl_rescale_s16_s8(&rescale, in0, out0);",
    "for (int i = 0; i < 2592; i++) out0[i] = (int8_t)in0[i];",
    {
      nth: 3,
      cause: /low byte is taken/,
    },
  ),
  fault(MIXED, "requantize", "1, 8, 0}", "1, 7, 0}", { nth: 3, cause: /exponent/ }),
  fault(
    MIXED,
    "requantize",
    "dl_rescale_s8_s16(&rescale, in0, out0);",
    "dl_rescale_s8_s16(&rescale, in0, out0);\n  for (int i = 0; i < 1296; i++) out0[i] = (int16_t)__builtin_bswap16((uint16_t)out0[i]);",
    { nth: 2, cause: /bytes of each 16-bit word are in reverse order/ },
  ),
  fault(MIXED, "mul", "DL_HALF_EVEN, 6", "DL_HALF_EVEN, 5", { nth: 0, cause: /exponent/ }),
  fault(MIXED, "mul", "{27, 1}, {0, 1}}", "{27, 1}, {0, 0}}", { nth: 3, cause: /its first element stands for all/ }),
  fault(MIXED, "avg_pool", "0x1.c71c72p-5f", "0x1.d41d42p-5f", { nth: 0, cause: /divided by 35 instead of 36/ }),
  fault(MIXED, "conv", "{{1, DL_HALF_EVEN, 0, 18", "{{0, DL_HALF_EVEN, 0, 18", {
    nth: 2,
    cause: /first channel's amount/,
  }),
];

export const FAULTS: readonly EspdlFault[] = [...PRODUCTS, ...ELEMENTS, ...SHAPES, ...SECOND];
