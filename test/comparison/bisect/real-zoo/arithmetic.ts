import { type Fault, inKernel, own } from "./fault.js";

const FILE = "esp-conv2d.c";
const conv = (find: string, replace: string, within?: string) => inKernel(FILE, find, replace, within);
const STORED =
  "acc[0] = a0, acc[1] = a1, acc[2] = a2, acc[3] = a3, acc[4] = a4, acc[5] = a5, acc[6] = a6, acc[7] = a7;";
const KEPT = "saturate(acc[k] >> *shift)";

/** The convolution kernel: accumulators, shifts, rounding, saturation, bias, ReLU, types. */
export const ARITHMETIC: readonly Fault[] = [
  own(
    "accumulator-int16",
    "bias_wrap2",
    "cast_4",
    "the accumulators are int16 and wrap",
    conv(STORED, `${STORED}\n  for (r = 0; r < 8; r++) acc[r] = (int16_t)acc[r];`, "dot8"),
  ),
  own(
    "accumulator-saturates",
    "tutorial_nhwc",
    "nn_relu",
    "the accumulators saturate at 8191: 14 bits",
    conv(STORED, `${STORED}\n  for (r = 0; r < 8; r++) if (acc[r] > 8191) acc[r] = 8191;`, "dot8"),
  ),
  own(
    "saturation-first-missing",
    "bias_wrap2",
    "cast_4",
    "the sum is not saturated before the bias is added",
    conv(KEPT, "(acc[k] >> *shift)"),
  ),
  own(
    "saturation-missing",
    "bias_wrap2",
    "cast_4",
    "the result is not saturated at 127: it wraps to negative values",
    conv("value > 127 ? 127 : value);", "value);", "store"),
  ),
  own(
    "saturation-wraps-sum",
    "bias_wrap2",
    "cast_4",
    "the shifted sum is cut to 8 bits instead of saturated",
    conv(KEPT, "(int8_t)(acc[k] >> *shift)"),
  ),
  own(
    "rounds",
    "residual_add",
    "nn_relu",
    "the shift rounds to nearest; the model truncates",
    conv(KEPT, "saturate((acc[k] + (1 << *shift >> 1)) >> *shift)"),
  ),
  own(
    "rounds-upper-lanes",
    "mnist_cnn",
    "nn_relu",
    "lanes 4–7 of each group of 8 round, the others truncate",
    conv(KEPT, "saturate((acc[k] + (k & 4 ? 1 << *shift >> 1 : 0)) >> *shift)"),
  ),
  own(
    "rounds-to-zero",
    "residual_add",
    "nn_relu",
    "the shift rounds to zero: negative sums are divided",
    conv(KEPT, "saturate(acc[k] / (1 << *shift))"),
  ),
  own(
    "shift-one-less",
    "tutorial_nhwc",
    "nn_relu",
    "the shift is 1 too small",
    conv(KEPT, "saturate(acc[k] >> (*shift - 1))"),
  ),
  own(
    "shift-channel-0",
    "mnist_cnn",
    "nn_relu",
    "the first channel of each group of 8 is shifted by 1 too much",
    conv(KEPT, "saturate(acc[k] >> (*shift + (k == 0)))"),
  ),
  own(
    "shift-logical",
    "group_conv",
    "cast_6",
    "the shift is a logical one: negative sums become 127",
    conv(KEPT, "saturate((int32_t)((uint32_t)acc[k] >> *shift))"),
  ),
  own(
    "shift-left-lost",
    "negative_shift",
    "cast_4",
    "a negative shift is taken as 0: no left shift",
    conv("saturate(saturate(acc[k]) * (1 << -*shift))", "saturate(acc[k])"),
  ),
  own(
    "bias-odd-dropped",
    "split_slice",
    "cast_4",
    "odd channels lack the bias",
    conv("value += *bias;", "value += k & 1 ? 0 : *bias;"),
  ),
  own(
    "bias-tail-dropped",
    "mz_two_out",
    "nn_relu",
    "the last channel, the tail of the loop, lacks the bias",
    conv("value += *bias;", "value += count > 1 ? *bias : 0;"),
  ),
  own(
    "bias-before-shift",
    "residual_add",
    "nn_relu",
    "the bias is added before the shift",
    conv(`int32_t value = *shift >= 0 ? ${KEPT}`, "int32_t value = *shift >= 0 ? saturate((acc[k] + *bias) >> *shift)"),
    conv("value += *bias;", ""),
  ),
  own(
    "bias-subtracted",
    "tutorial_nhwc",
    "nn_relu",
    "the bias is subtracted",
    conv("value += *bias;", "value -= *bias;"),
  ),
  own(
    "bias-unsigned",
    "group_conv",
    "cast_6",
    "the bias is read as uint8",
    conv("value += *bias;", "value += (uint8_t)*bias;"),
  ),
  own(
    "bias-twice",
    "prelu_hardswish",
    "cast_4",
    "the bias is added twice",
    conv("value += *bias;", "value += 2 * *bias;"),
  ),
  own("relu-missing", "tutorial_nhwc", "nn_relu", "the kernel has no ReLU", conv("p->relu ? 0 : -128", "-128")),
  own("relu-always", "split_slice", "cast_4", "the kernel always applies a ReLU", conv("p->relu ? 0 : -128", "0")),
  own(
    "relu-lower-lanes",
    "residual_add",
    "nn_relu",
    "only lanes 0–3 apply the ReLU",
    conv("value < channels->low ?", "value < channels->low && k < 4 ?"),
  ),
  own(
    "input-unsigned",
    "residual_add",
    "nn_relu",
    "the input is read as uint8",
    conv("int32_t value = *x++;", "int32_t value = (uint8_t)*x++;", "dot8"),
  ),
  own(
    "weight-unsigned-lane",
    "mnist_cnn",
    "nn_relu",
    "lane 3 reads its weights as uint8",
    conv("a3 += value * w[3];", "a3 += value * (uint8_t)w[3];", "dot8"),
  ),
];
