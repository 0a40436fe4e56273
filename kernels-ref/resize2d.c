#include "espdl_float.h"
#include "espdl_kernels.h"

#include <string.h>

void espdl_resize_nearest(const struct espdl_resize *resize, int32_t size, const void *input, void *output) {
  const struct espdl_window *p = &resize->window;
  const int32_t *is = p->input_stride, *os = p->output_stride;
  int32_t n, oy, ox, c;
  for (n = 0; n < p->batch; n++) {
    for (oy = 0; oy < p->out_height; oy++) {
      for (ox = 0; ox < p->out_width; ox++) {
        int32_t from = n * is[0] + resize->row_below[oy] * is[1] + resize->column_below[ox] * is[2];
        int32_t to = n * os[0] + oy * os[1] + ox * os[2];
        for (c = 0; c < p->channels; c++, from += is[3], to += os[3])
          memcpy((uint8_t *)output + to * size, (const uint8_t *)input + from * size, (size_t)size);
      }
    }
  }
}

static float blend(float a, float b, float t) {
  float rest = 1.0f - t;
  float left = a * rest;
  float right = b * t;
  return left + right;
}

/* Along x, then along y. An integer result truncates. */
#define LINEAR(T, S)                                                                                         \
  void espdl_resize_linear_##S(const struct espdl_resize *resize, const T *input, T *output) {               \
    const struct espdl_window *p = &resize->window;                                                          \
    const int32_t *is = p->input_stride, *os = p->output_stride;                                             \
    int32_t n, oy, ox, c;                                                                                    \
    for (n = 0; n < p->batch; n++) {                                                                         \
      for (oy = 0; oy < p->out_height; oy++) {                                                               \
        int32_t upper = n * is[0] + resize->row_below[oy] * is[1];                                           \
        int32_t lower = n * is[0] + resize->row_above[oy] * is[1];                                           \
        for (ox = 0; ox < p->out_width; ox++) {                                                              \
          int32_t left = resize->column_below[ox] * is[2], right = resize->column_above[ox] * is[2];         \
          float t = resize->column_fraction[ox];                                                             \
          for (c = 0; c < p->channels; c++) {                                                                \
            int32_t channel = c * is[3];                                                                     \
            float top = blend((float)input[upper + left + channel], (float)input[upper + right + channel], t);     \
            float bottom = blend((float)input[lower + left + channel], (float)input[lower + right + channel], t);  \
            output[n * os[0] + oy * os[1] + ox * os[2] + c * os[3]] =                                        \
                (T)blend(top, bottom, resize->row_fraction[oy]);                                             \
          }                                                                                                  \
        }                                                                                                    \
      }                                                                                                      \
    }                                                                                                        \
  }

LINEAR(float, f32)
LINEAR(int8_t, s8)
