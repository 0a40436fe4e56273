#include "espdl_float.h"
#include "espdl_kernels.h"

void espdl_quantize_f32(float scale, const float *input, int32_t count, int8_t *output) {
  int32_t i;
  for (i = 0; i < count; i++) {
    float x = input[i] / scale;
    int32_t whole;
    float rest;
    /* What rounds to a limit or beyond it; NaN becomes 127. */
    if (!(x < 126.5f)) {
      output[i] = 127;
      continue;
    }
    if (x < -127.5f) {
      output[i] = -128;
      continue;
    }
    whole = (int32_t)x;
    rest = x - (float)whole;
    if (rest >= 0.5f) whole++;
    else if (rest <= -0.5f) whole--;
    output[i] = (int8_t)whole;
  }
}

void espdl_dequantize_s8(float scale, const int8_t *input, int32_t count, float *output) {
  int32_t i;
  for (i = 0; i < count; i++) output[i] = (float)input[i] * scale;
}
