#include "espdl_float.h"
#include "espdl_kernels.h"
#include "espdl_window.h"

/* Kernel row, kernel column, input channel; `SUM` is the type of the sum: integers wrap in an unsigned one. */
#define DIRECT(T, OUT, S, SUM)                                                                       \
  void espdl_conv2d_##S(const struct espdl_direct *conv, const T *input, const T *kernel, OUT *output) {        \
    const struct espdl_window *p = &conv->window;                                                               \
    const int32_t *is = p->input_stride, *os = p->output_stride, *ks = conv->kernel_stride;                     \
    int32_t group_inputs = p->channels / conv->groups, group_outputs = p->out_channels / conv->groups;          \
    int32_t n, oy, ox, o, r, s, i;                                                                              \
    for (n = 0; n < p->batch; n++) {                                                                            \
      for (oy = 0; oy < p->out_height; oy++) {                                                                  \
        int32_t y = oy * p->stride_y - p->top;                                                                  \
        int32_t first_r = espdl_first_tap(y, p->dilation_y);                                                    \
        int32_t end_r = espdl_end_tap(y, p->dilation_y, p->kernel_height, p->height);                           \
        for (ox = 0; ox < p->out_width; ox++) {                                                                 \
          int32_t x = ox * p->stride_x - p->left;                                                               \
          int32_t first_s = espdl_first_tap(x, p->dilation_x);                                                  \
          int32_t end_s = espdl_end_tap(x, p->dilation_x, p->kernel_width, p->width);                           \
          for (o = 0; o < p->out_channels; o++) {                                                               \
            int32_t plane = n * is[0] + o / group_outputs * group_inputs * is[3];                               \
            SUM sum = 0;                                                                                        \
            for (r = first_r; r < end_r; r++) {                                                                 \
              for (s = first_s; s < end_s; s++) {                                                               \
                int32_t at = plane + (y + r * p->dilation_y) * is[1] + (x + s * p->dilation_x) * is[2];         \
                int32_t tap = o * ks[0] + r * ks[1] + s * ks[2];                                                \
                for (i = 0; i < group_inputs; i++, at += is[3], tap += ks[3]) {                                 \
                  SUM product = (SUM)input[at] * (SUM)kernel[tap];                                              \
                  sum = sum + product;                                                                          \
                }                                                                                               \
              }                                                                                                 \
            }                                                                                                   \
            output[n * os[0] + oy * os[1] + ox * os[2] + o * os[3]] = (OUT)sum;                                 \
          }                                                                                                     \
        }                                                                                                       \
      }                                                                                                         \
    }                                                                                                           \
  }

DIRECT(int8_t, int32_t, s8_i32, uint32_t)
DIRECT(int32_t, int32_t, i32, uint32_t)
DIRECT(float, float, f32, float)
