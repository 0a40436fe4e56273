#include "espdl_kernels.h"
#include "espdl_window.h"

#define MAX_POOL(T, S, LOWEST)                                                                                \
  void espdl_max_pool2d_##S(const struct espdl_window *p, const T *input, T *output) {                        \
    int32_t n, oy, ox, c, r, s;                                                                               \
    for (n = 0; n < p->batch; n++) {                                                                          \
      for (oy = 0; oy < p->out_height; oy++) {                                                                \
        int32_t y = oy * p->stride_y - p->top;                                                                \
        int32_t first_r = espdl_first_tap(y, p->dilation_y);                                                  \
        int32_t end_r = espdl_end_tap(y, p->dilation_y, p->kernel_height, p->height);                         \
        for (ox = 0; ox < p->out_width; ox++) {                                                               \
          int32_t x = ox * p->stride_x - p->left;                                                             \
          int32_t first_s = espdl_first_tap(x, p->dilation_x);                                                \
          int32_t end_s = espdl_end_tap(x, p->dilation_x, p->kernel_width, p->width);                         \
          int32_t step = p->dilation_x * p->input_stride[2];                                                  \
          for (c = 0; c < p->channels; c++) {                                                                 \
            T max = LOWEST;                                                                                   \
            for (r = first_r; r < end_r; r++) {                                                               \
              int32_t at = n * p->input_stride[0] + (y + r * p->dilation_y) * p->input_stride[1] +            \
                           (x + first_s * p->dilation_x) * p->input_stride[2] + c * p->input_stride[3];       \
              for (s = first_s; s < end_s; s++, at += step)                                                   \
                if (input[at] > max) max = input[at];                                                         \
            }                                                                                                 \
            output[n * p->output_stride[0] + oy * p->output_stride[1] + ox * p->output_stride[2] +            \
                   c * p->output_stride[3]] = max;                                                            \
          }                                                                                                   \
        }                                                                                                     \
      }                                                                                                       \
    }                                                                                                         \
  }

/* Padding counts as the lowest finite value. */
MAX_POOL(int8_t, s8, -128)
MAX_POOL(int16_t, s16, INT16_MIN)
MAX_POOL(int32_t, i32, INT32_MIN)
MAX_POOL(float, f32, -3.402823466e38f)
