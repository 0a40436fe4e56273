#include "espdl_kernels.h"

/* value / 2^shift to the nearest integer, ties away from zero, limited to low … 127. */
static int8_t requantize(int32_t value, int32_t half, int32_t shift, int32_t low) {
  int32_t rounded = value >= 0 ? (value + half) >> shift : -((half - value) >> shift);
  return (int8_t)(rounded < low ? low : rounded > 127 ? 127 : rounded);
}

void espdl_add_s8(int32_t left_factor, int32_t right_factor, int32_t shift, int32_t low, const int8_t *left,
                  const int8_t *right, int32_t count, int8_t *output) {
  int32_t half = shift > 0 ? 1 << (shift - 1) : 0, i;
  for (i = 0; i < count; i++)
    output[i] = requantize(left[i] * left_factor + right[i] * right_factor, half, shift, low);
}

void espdl_multiply_s8(int32_t factor, int32_t shift, int32_t low, const int8_t *left, const int8_t *right,
                       int32_t count, int8_t *output) {
  int32_t half = shift > 0 ? 1 << (shift - 1) : 0, i;
  for (i = 0; i < count; i++) output[i] = requantize(left[i] * right[i] * factor, half, shift, low);
}
