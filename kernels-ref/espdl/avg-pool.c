#include "espdl_dl_round.h"
#include "espdl_window.h"

#define AVG_POOL(S, T, A, LAW)                                                                                     \
  void dl_avg_pool_##S(const struct espdl_window *p, float scale, int32_t rounding, const T *input, T *output) {   \
    int32_t n, oy, ox, c, r, s;                                                                                    \
    for (n = 0; n < p->batch; n++) {                                                                               \
      for (oy = 0; oy < p->out_height; oy++) {                                                                     \
        int32_t y = oy * p->stride_y - p->top;                                                                     \
        int32_t first_r = espdl_first_tap(y, 1), end_r = espdl_end_tap(y, 1, p->kernel_height, p->height);         \
        for (ox = 0; ox < p->out_width; ox++) {                                                                    \
          int32_t x = ox * p->stride_x - p->left;                                                                  \
          int32_t first_s = espdl_first_tap(x, 1), end_s = espdl_end_tap(x, 1, p->kernel_width, p->width);         \
          for (c = 0; c < p->channels; c++) {                                                                      \
            A sum = 0;                                                                                             \
            float mean;                                                                                            \
            for (r = first_r; r < end_r; r++)                                                                      \
              for (s = first_s; s < end_s; s++)                                                                    \
                sum = sum + input[((n * p->height + y + r) * p->width + x + s) * p->channels + c];                 \
            mean = (float)sum * scale;                                                                             \
            *output++ = (T)(LAW);                                                                                  \
          }                                                                                                        \
        }                                                                                                          \
      }                                                                                                            \
    }                                                                                                              \
    (void)rounding;                                                                                                \
  }
AVG_POOL(s8, int8_t, int64_t, dl_quantize(mean, rounding, -128, 127))
AVG_POOL(s16, int16_t, int64_t, dl_quantize(mean, rounding, -32768, 32767))
AVG_POOL(f32, float, float, mean)
