#include "espdl_float.h"
#include "espdl_kernels.h"

void espdl_batch_matmul_f32(const struct espdl_batch_matmul *matmul, const float *left, const float *right,
                            float *output) {
  int32_t b, m, n, k;
  for (b = 0; b < matmul->batch; b++) {
    for (m = 0; m < matmul->rows; m++) {
      const float *x = left + b * matmul->left_step + m * matmul->depth;
      for (n = 0; n < matmul->columns; n++) {
        const float *y = right + b * matmul->right_step + n;
        float sum = 0;
        for (k = 0; k < matmul->depth; k++, y += matmul->columns) {
          float product = x[k] * *y;
          sum = sum + product;
        }
        *output++ = sum;
      }
    }
  }
}
