#include "espdl_float.h"
#include "espdl_kernels.h"

void espdl_log_softmax_f32(int32_t outer, int32_t count, int32_t step, const float *input, float *output) {
  int32_t o, s, i;
  for (o = 0; o < outer; o++) {
    for (s = 0; s < step; s++) {
      const float *x = input + o * count * step + s;
      float *out = output + o * count * step + s;
      double sum = 0, difference, log;
      float max = x[0];
      for (i = 1; i < count; i++)
        if (x[i * step] > max) max = x[i * step];
      for (i = 0; i < count; i++) {
        difference = (double)x[i * step] - (double)max;
        sum = sum + espdl_exponential(difference);
      }
      log = espdl_logarithm(sum);
      for (i = 0; i < count; i++) {
        difference = (double)x[i * step] - (double)max;
        out[i * step] = (float)(difference - log);
      }
    }
  }
}
