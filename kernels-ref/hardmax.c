#include "espdl_float.h"
#include "espdl_kernels.h"

void espdl_hardmax_f32(int32_t outer, int32_t count, int32_t step, const float *input, float *output) {
  int32_t o, s, i;
  for (o = 0; o < outer; o++) {
    for (s = 0; s < step; s++) {
      const float *x = input + o * count * step + s;
      float *out = output + o * count * step + s;
      int32_t best = 0;
      for (i = 1; i < count; i++)
        if (x[i * step] > x[best * step]) best = i;
      for (i = 0; i < count; i++) out[i * step] = i == best ? 1.0f : 0.0f;
    }
  }
}
