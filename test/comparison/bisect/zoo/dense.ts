import { type Faults, type KernelFamily, wrapFunction } from "./family.js";

/**
 * A dense kernel of one's own. `acc` is the sum with the bias `b`, `m` row, `u` unit, `shift_by` the power of two that it
 * is divided by; each statement sets `value`.
 */
const FAULTS: Faults = {
  floor: { code: "value = acc >> shift_by;", causes: ["rounding/floor"] },
  "shift+1": { code: "value = ROUNDED(acc, shift_by + 1);", causes: ["shift/+1"] },
  "shift-1": { code: "value = ROUNDED(acc, shift_by - 1);", causes: ["shift/-1"] },
  "shift-3": { code: "value = ROUNDED(acc, shift_by - 3);", causes: ["shift/-3"] },
  "bias-missing": { code: "value = ROUNDED(acc - b, shift_by);", causes: ["bias/missing"] },
  "bias-next": {
    code: "value = ROUNDED(acc - b + (bias ? bias[(u + 1) % d->units] : 0), shift_by);",
    causes: ["bias/channel+1"],
  },
  "bias-behind": { code: "value = ROUNDED(acc - b, shift_by) + b;", causes: ["bias/quotient"] },
  "wrap-8": { code: "value = (int8_t)ROUNDED(acc, shift_by);", causes: ["saturation/wrap-8"] },
  "accumulator-16": {
    code: "value = ROUNDED((int16_t)acc, shift_by);",
    causes: ["saturation/accumulator-wrap-16", "saturation/wrap-8"],
  },
  "relu-extra": { code: "value = ROUNDED(acc, shift_by); if (value < 0) value = 0;", causes: ["relu/extra"] },
  transposed: {
    code: "acc = b; for (k = 0; k < d->length; k++) acc += x[k] * weight[k * d->units + u]; value = ROUNDED(acc, shift_by);",
    causes: ["kernel-layout/read-IO"],
  },
  "weights+1": {
    code: "acc = b; for (k = 0; k < d->length; k++) acc += x[k] * w[k + 1]; value = ROUNDED(acc, shift_by);",
    causes: ["weight-offset/+1"],
  },
  "tail-of-8": {
    code: "acc = b; for (k = 0; k < d->length / 8 * 8; k++) acc += x[k] * w[k]; value = ROUNDED(acc, shift_by);",
    causes: ["input-channels/tail-8"],
  },
  "unknown-squares": {
    code: "acc = b; for (k = 0; k < d->length; k++) acc += x[k] * w[k] + (k % 5 == 0 ? w[k] : 0); value = ROUNDED(acc, shift_by);",
  },
  "unknown-pairs": {
    code: "acc = b; for (k = 0; k < d->length; k++) acc += x[k ^ 1] * w[k] / (1 + k % 2); value = ROUNDED(acc, shift_by);",
  },
};

export const dense: KernelFamily = {
  name: "dense",
  file: "esp-dense.c",
  ops: ["esp.dense"],
  faults: FAULTS,
  plant: (text, chosen) =>
    wrapFunction(
      text,
      "espdl_dense_s8",
      `
/* A power of two, ties away from zero. */
#define ROUNDED(a, by) ((by) == 0 ? (a) : (a) >= 0 ? ((a) + (1 << ((by) - 1))) >> (by) : -((-(a) + (1 << ((by) - 1))) >> (by)))
void espdl_dense_s8(const struct espdl_dense *d, const int8_t *input, const int8_t *weight, const int32_t *bias,
                    const int64_t *multiplier, const int8_t *shift, int8_t *output) {
  int32_t m, u, k;
  if (!espdl_fault) {
    right_espdl_dense_s8(d, input, weight, bias, multiplier, shift, output);
    return;
  }
  for (m = 0; m < d->rows; m++) {
    for (u = 0; u < d->units; u++) {
      const int8_t *x = input + m * d->length, *w = weight + u * d->length;
      int32_t b = bias ? bias[u] : 0, acc = b, value = 0, shift_by = shift[u * d->shift_step] - 30;
      for (k = 0; k < d->length; k++) acc += x[k] * w[k];
${chosen(FAULTS)}
      output[m * d->units + u] = (int8_t)(value < -128 ? -128 : value > 127 ? 127 : value);
    }
  }
}
`,
    ),
};
