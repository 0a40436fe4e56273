#include "espdl_float.h"
#include "espdl_kernels.h"

void espdl_interpolate_f32(const struct espdl_interpolate *p, const float *input, float *output) {
  int32_t o, position, i, tap;
  for (o = 0; o < p->outer; o++) {
    for (position = 0; position < p->out_length; position++) {
      for (i = 0; i < p->inner; i++) {
        float sum = 0;
        for (tap = position * p->taps; tap < (position + 1) * p->taps; tap++) {
          float product = p->weights[tap] * input[(o * p->length + p->sources[tap]) * p->inner + i];
          sum = sum + product;
        }
        *output++ = sum;
      }
    }
  }
}
