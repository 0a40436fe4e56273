#include "espdl_kernels.h"

static int32_t dot(const int8_t *x, const int8_t *w, int32_t count) {
  const int8_t *end = x + (count & ~3);
  int32_t acc = 0;
  for (; x != end; x += 4, w += 4) acc += x[0] * w[0] + x[1] * w[1] + x[2] * w[2] + x[3] * w[3];
  for (count &= 3; count > 0; count--) acc += *x++ * *w++;
  return acc;
}

/* Nearest, ties away from zero. */
static int8_t requantize(int32_t value, int64_t multiplier, int32_t shift) {
  int64_t product = value * multiplier;
  int64_t half = (int64_t)1 << (shift - 1);
  int32_t rounded = (int32_t)((product + (product >= 0 ? half : half - 1)) >> shift);
  return (int8_t)(rounded < -128 ? -128 : rounded > 127 ? 127 : rounded);
}

void espdl_dense_s8(const struct espdl_dense *dense, const int8_t *input, const int8_t *weight, const int32_t *bias,
                    const int64_t *multiplier, const int8_t *shift, int8_t *output) {
  int32_t m, u;
  for (m = 0; m < dense->rows; m++) {
    for (u = 0; u < dense->units; u++) {
      int32_t acc = dot(input + m * dense->length, weight + u * dense->length, dense->length);
      if (bias) acc = (int32_t)((uint32_t)acc + (uint32_t)bias[u]);
      *output++ = requantize(acc, multiplier[u * dense->multiplier_step], shift[u * dense->shift_step]);
    }
  }
}
