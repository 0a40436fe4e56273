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

export const FAULTS: readonly EspdlFault[] = [...PRODUCTS, ...ELEMENTS, ...SHAPES];
