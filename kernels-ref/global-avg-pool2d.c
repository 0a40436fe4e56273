#include "espdl_float.h"
#include "espdl_kernels.h"

void espdl_global_avg_pool2d_f32(const struct espdl_window *p, const float *input, float *output) {
  int32_t n, c, y, x;
  for (n = 0; n < p->batch; n++) {
    for (c = 0; c < p->channels; c++) {
      const float *plane = input + n * p->input_stride[0] + c * p->input_stride[3];
      float sum = 0;
      for (y = 0; y < p->height; y++)
        for (x = 0; x < p->width; x++) sum = sum + plane[y * p->input_stride[1] + x * p->input_stride[2]];
      *output++ = sum / (float)(p->height * p->width);
    }
  }
}
