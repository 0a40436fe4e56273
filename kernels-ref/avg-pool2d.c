#include "espdl_float.h"
#include "espdl_kernels.h"
#include "espdl_window.h"

/* Taps inside the image, or with `count_padding` inside the image and its declared padding, at least 1. */
static int32_t taps(const struct espdl_window *p, int32_t y, int32_t x, int32_t count_padding) {
  int32_t rows, columns;
  if (count_padding) {
    rows = espdl_end_tap(y, p->dilation_y, p->kernel_height, p->height + p->bottom);
    columns = espdl_end_tap(x, p->dilation_x, p->kernel_width, p->width + p->right);
  } else {
    rows = espdl_end_tap(y, p->dilation_y, p->kernel_height, p->height) - espdl_first_tap(y, p->dilation_y);
    columns = espdl_end_tap(x, p->dilation_x, p->kernel_width, p->width) - espdl_first_tap(x, p->dilation_x);
    if (rows < 0) rows = 0;
    if (columns < 0) columns = 0;
  }
  return rows * columns > 1 ? rows * columns : 1;
}

/* Rows before columns; `SUM` is the type of the sum, `ADD` and `DIVIDE` its steps. */
#define AVG_POOL(T, S, SUM, ADD, DIVIDE)                                                                          \
  void espdl_avg_pool2d_##S(const struct espdl_window *p, int32_t count_padding, const T *input, T *output) {     \
    int32_t n, oy, ox, c, r, s;                                                                                   \
    for (n = 0; n < p->batch; n++) {                                                                              \
      for (oy = 0; oy < p->out_height; oy++) {                                                                    \
        int32_t y = oy * p->stride_y - p->top;                                                                    \
        for (ox = 0; ox < p->out_width; ox++) {                                                                   \
          int32_t x = ox * p->stride_x - p->left;                                                                 \
          int32_t count = taps(p, y, x, count_padding);                                                           \
          int32_t end_r = espdl_end_tap(y, p->dilation_y, p->kernel_height, p->height);                           \
          int32_t end_s = espdl_end_tap(x, p->dilation_x, p->kernel_width, p->width);                             \
          for (c = 0; c < p->channels; c++) {                                                                     \
            SUM sum = 0;                                                                                          \
            for (r = espdl_first_tap(y, p->dilation_y); r < end_r; r++) {                                         \
              int32_t line = n * p->input_stride[0] + (y + r * p->dilation_y) * p->input_stride[1] +              \
                             c * p->input_stride[3];                                                              \
              for (s = espdl_first_tap(x, p->dilation_x); s < end_s; s++) {                                       \
                T value = input[line + (x + s * p->dilation_x) * p->input_stride[2]];                             \
                sum = ADD;                                                                                        \
              }                                                                                                   \
            }                                                                                                     \
            output[n * p->output_stride[0] + oy * p->output_stride[1] + ox * p->output_stride[2] +                \
                   c * p->output_stride[3]] = DIVIDE;                                                             \
          }                                                                                                       \
        }                                                                                                         \
      }                                                                                                           \
    }                                                                                                             \
  }

AVG_POOL(int32_t, i32, uint32_t, sum + (uint32_t)value, (int32_t)sum / count)
AVG_POOL(float, f32, float, sum + value, sum / (float)count)
