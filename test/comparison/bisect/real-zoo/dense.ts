import { type Fault, inCall, inKernel, own } from "./fault.js";

const UNROLLED = "x[0] * w[0] + x[1] * w[1] + x[2] * w[2] + x[3] * w[3]";
const dense = (find: string, replace: string) => inKernel("esp-dense.c", find, replace);

/** Dense layers. */
export const DENSE: readonly Fault[] = [
  own("dense-no-bias", "mnist_cnn", "cast_18", "the dense layer adds no bias", dense("if (bias) acc", "if (0) acc")),
  own(
    "dense-lane",
    "mnist_cnn",
    "cast_18",
    "the fourth product of the unrolled loop uses the third weight",
    dense(UNROLLED, "x[0] * w[0] + x[1] * w[1] + x[2] * w[2] + x[3] * w[2]"),
  ),
  own(
    "dense-next-row",
    "tutorial_nhwc",
    "cast_12",
    "the weight pointer starts one row too far: unit u uses the weights of u + 1",
    dense("weight + u * dense->length", "weight + (u + 1) * dense->length"),
  ),
  own(
    "dense-truncates",
    "matmul_3d",
    "cast_4",
    "the requantization truncates instead of rounding",
    dense("(product + (product >= 0 ? half : half - 1)) >> shift", "product >> shift"),
  ),
  own(
    "dense-transposed",
    "matmul_3d",
    "cast_4",
    "the weights are read column by column",
    dense(
      "dot(input + m * dense->length, weight + u * dense->length, dense->length)",
      "0; for (int32_t k = 0; k < dense->length; k++) acc += input[m * dense->length + k] * weight[k * dense->units + u]",
    ),
  ),
  own(
    "dense-row-not-advanced",
    "matmul_3d",
    "cast_4",
    "the input pointer is not advanced: every row is the first",
    dense("input + m * dense->length", "input"),
  ),
  own(
    "dense-tail",
    "gemm_mlp_pc",
    "cast_7",
    "the loop stops 4 elements early",
    dense("x + (count & ~3);", "x + (count & ~3) - 4;"),
  ),
  own(
    "dense-multiplier-step",
    "gemm_mlp_pc",
    "cast_7",
    "every unit is shifted like the first",
    inCall("fused_cast_7", "{1, 10, 32, 0, 1}", "{1, 10, 32, 0, 0}"),
  ),
  own(
    "dense-accumulator-int16",
    "tutorial_nhwc",
    "cast_12",
    "the accumulator is int16 and wraps",
    dense("  return acc;", "  return (int16_t)acc;"),
  ),
];
