#include "espdl_float.h"
#include "espdl_kernels.h"

/* The input position that a tap stamps from, or -1. */
static int32_t source(int32_t position, int32_t stride, int32_t length) {
  if (position < 0 || position % stride != 0 || position / stride >= length) return -1;
  return position / stride;
}

void espdl_conv2d_transpose_f32(const struct espdl_direct *conv, const float *input, const float *kernel,
                                float *output) {
  const struct espdl_window *p = &conv->window;
  int32_t group_inputs = p->channels / conv->groups, group_outputs = p->out_channels / conv->groups;
  int32_t n, o, oy, ox, i, r, s;
  for (n = 0; n < p->batch; n++) {
    for (o = 0; o < p->out_channels; o++) {
      int32_t first = o / group_outputs * group_inputs;
      for (oy = 0; oy < p->out_height; oy++) {
        for (ox = 0; ox < p->out_width; ox++) {
          float sum = 0;
          for (i = first; i < first + group_inputs; i++) {
            for (r = p->kernel_height - 1; r >= 0; r--) {
              int32_t iy = source(oy + p->top - r * p->dilation_y, p->stride_y, p->height);
              if (iy < 0) continue;
              for (s = p->kernel_width - 1; s >= 0; s--) {
                int32_t ix = source(ox + p->left - s * p->dilation_x, p->stride_x, p->width);
                float product;
                if (ix < 0) continue;
                product = input[((n * p->channels + i) * p->height + iy) * p->width + ix] *
                          kernel[((i * group_outputs + o % group_outputs) * p->kernel_height + r) * p->kernel_width + s];
                sum = sum + product;
              }
            }
          }
          *output++ = sum;
        }
      }
    }
  }
}
