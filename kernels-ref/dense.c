#include "espdl_float.h"
#include "espdl_kernels.h"

void espdl_dense_s8_i32(const struct espdl_dense *dense, const int8_t *input, const int8_t *weight, int32_t *output) {
  int32_t m, u, k;
  for (m = 0; m < dense->rows; m++) {
    for (u = 0; u < dense->units; u++) {
      const int8_t *x = input + m * dense->length, *w = weight + u * dense->length;
      int32_t acc = 0;
      for (k = 0; k < dense->length; k++) acc += x[k] * w[k];
      *output++ = acc;
    }
  }
}

void espdl_dense_f32(const struct espdl_dense *dense, const float *input, const float *weight, float *output) {
  int32_t m, u, k;
  for (m = 0; m < dense->rows; m++) {
    for (u = 0; u < dense->units; u++) {
      const float *x = input + m * dense->length, *w = weight + u * dense->length;
      float sum = 0;
      for (k = 0; k < dense->length; k++) {
        float product = x[k] * w[k];
        sum = sum + product;
      }
      *output++ = sum;
    }
  }
}
