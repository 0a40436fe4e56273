#include "espdl_float.h"
#include "espdl_kernels.h"
#include "espdl_window.h"

struct span {
  int32_t start, first, end, count;
};

static struct span span_of(const struct espdl_pool3d *p, int32_t axis, int32_t index) {
  struct span span;
  int32_t dilation = p->dilation[axis], taps = p->kernel[axis];
  span.start = index * p->stride[axis] - p->before[axis];
  span.first = espdl_first_tap(span.start, dilation);
  span.end = espdl_end_tap(span.start, dilation, taps, p->image[axis]);
  span.count = span.end > span.first ? span.end - span.first : 0;
  if (p->count_padding) span.count = espdl_end_tap(span.start, dilation, taps, p->image[axis] + p->after[axis]);
  return span;
}

#define POOL(NAME, T, START, STEP, RESULT)                                                                \
  void espdl_##NAME##_f32(const struct espdl_pool3d *p, const float *input, float *output) {              \
    int32_t plane, oz, oy, ox, a, b, c;                                                                   \
    for (plane = 0; plane < p->planes; plane++) {                                                         \
      for (oz = 0; oz < p->out[0]; oz++) {                                                                \
        for (oy = 0; oy < p->out[1]; oy++) {                                                              \
          for (ox = 0; ox < p->out[2]; ox++) {                                                            \
            struct span z = span_of(p, 0, oz), y = span_of(p, 1, oy), w = span_of(p, 2, ox);              \
            int32_t count = z.count * y.count * w.count;                                                  \
            T total = START;                                                                              \
            for (a = z.first; a < z.end; a++) {                                                           \
              for (b = y.first; b < y.end; b++) {                                                         \
                int32_t row = (plane * p->image[0] + z.start + a * p->dilation[0]) * p->image[1] +        \
                              y.start + b * p->dilation[1];                                               \
                for (c = w.first; c < w.end; c++) {                                                       \
                  float x = input[row * p->image[2] + w.start + c * p->dilation[2]];                      \
                  STEP;                                                                                   \
                }                                                                                         \
              }                                                                                           \
            }                                                                                             \
            (void)count;                                                                                  \
            *output++ = RESULT;                                                                           \
          }                                                                                               \
        }                                                                                                 \
      }                                                                                                   \
    }                                                                                                     \
  }

POOL(max_pool3d, float, -3.4028234663852886e38f, if (x > total) total = x, total)
POOL(avg_pool3d, float, 0, total = total + x, total / (float)(count > 1 ? count : 1))
POOL(lp_pool3d, double, 0, total = total + espdl_real_power(x < 0 ? -x : x, p->p),
     (float)espdl_real_power(total, 1.0 / p->p))
