/* The twins of softmax.ts, log-softmax.ts, lp-norm.ts, layer-norm.ts, rms-norm.ts and of sqrtNewton. */
#include "espdl_dl_round.h"
#include "espdl_pointwise.h"

#include <stddef.h>

int32_t dl_sqrt_newton(float x, float *root) {
  float result = x, last, step;
  int32_t i;
  *root = 0;
  if (x == 0) return 0;
  for (i = 0; i < 300; i++) {
    last = result;
    step = x / last;
    step = last + step;
    result = step * 0.5f;
    step = result - last;
    if (!((step < 0 ? -step : step) > 1e-5f)) {
      *root = result;
      return 0;
    }
  }
  return -1;
}

#define EACH_LANE(T, R)                                                     \
  for (o = 0; o < p->outer * p->step; o++) {                                \
    int32_t start = o / p->step * p->step * p->count + o % p->step;         \
    const T *x = input + start;                                             \
    R *out = output + start;                                                \
    int32_t end = p->count * p->step, step = p->step;

/* int8 data do not have their maximum subtracted. */
#define LARGEST(T)                                                              \
  max = 0;                                                                      \
  if (sizeof(T) > 1) {                                                          \
    max = x[0] * p->scale;                                                      \
    for (i = 0; i < end; i += step) {                                           \
      float value = x[i] * p->scale;                                            \
      if (value > max) max = value;                                             \
    }                                                                           \
  }

#define SOFTMAX(S, T)                                                                             \
  void dl_softmax_##S(const struct dl_lanes *p, const T *input, float *output) {                  \
    float max, sum, value;                                                                        \
    int32_t o, i;                                                                                 \
    EACH_LANE(T, float)                                                                           \
      LARGEST(T)                                                                                  \
      for (sum = 0, i = 0; i < end; i += step) {                                                  \
        value = x[i] * p->scale;                                                                  \
        out[i] = espdl_exp_f32(value - max);                                                      \
        sum = sum + out[i];                                                                       \
      }                                                                                           \
      for (i = 0; i < end; i += step) out[i] = out[i] / sum;                                      \
    }                                                                                             \
  }                                                                                               \
  void dl_log_softmax_##S(const struct dl_lanes *p, const T *input, float *output) {              \
    float max, sum, value;                                                                        \
    int32_t o, i;                                                                                 \
    EACH_LANE(T, float)                                                                           \
      LARGEST(T)                                                                                  \
      for (sum = 0, i = 0; i < end; i += step) {                                                  \
        value = x[i] * p->scale;                                                                  \
        sum = sum + espdl_exp_f32(value - max);                                                   \
      }                                                                                           \
      sum = espdl_log_f32(sum);                                                                   \
      for (i = 0; i < end; i += step) {                                                           \
        value = x[i] * p->scale;                                                                  \
        value = value - max;                                                                      \
        out[i] = value - sum;                                                                     \
      }                                                                                           \
    }                                                                                             \
  }
SOFTMAX(s8, int8_t)
SOFTMAX(s16, int16_t)
SOFTMAX(f32, float)

#define EXACT_SQUARES(S, T)                                                                       \
  static float squares_##S(const T *x, int32_t end, int32_t step) {                               \
    int64_t sum = 0;                                                                              \
    int32_t i;                                                                                    \
    for (i = 0; i < end; i += step) sum += (int32_t)x[i] * x[i];                                  \
    return (float)sum;                                                                            \
  }
EXACT_SQUARES(s8, int8_t)
EXACT_SQUARES(s16, int16_t)

/* Of floats that lie side by side four squares are added first. */
static float squares_f32(const float *x, int32_t end, int32_t step) {
  float sum = 0, four, square;
  int32_t i = 0, k;
  for (; step == 1 && i + 3 < end; i += 4) {
    four = x[i] * x[i];
    for (k = 1; k < 4; k++) {
      square = x[i + k] * x[i + k];
      four = four + square;
    }
    sum = sum + four;
  }
  for (; i < end; i += step) {
    square = x[i] * x[i];
    sum = sum + square;
  }
  return sum;
}

#define LP_NORM(S, T, LAW)                                                                        \
  void dl_lp_norm_##S(const struct dl_lanes *p, const T *input, T *output) {                      \
    int32_t o, i;                                                                                 \
    EACH_LANE(T, T)                                                                               \
      float norm = 0, inverse, value;                                                             \
      if (p->p == 1) {                                                                            \
        for (i = 0; i < end; i += step) norm = norm + (float)(x[i] < 0 ? -x[i] : x[i]);           \
      } else {                                                                                    \
        norm = espdl_sqrt_f32(squares_##S(x, end, step));                                         \
      }                                                                                           \
      inverse = 0;                                                                                \
      if (norm > 0) {                                                                             \
        inverse = 1.0f / norm;                                                                    \
        inverse = inverse * p->rescale;                                                           \
      }                                                                                           \
      for (i = 0; i < end; i += step) {                                                           \
        value = (float)x[i] * inverse;                                                            \
        out[i] = (T)(LAW);                                                                        \
      }                                                                                           \
    }                                                                                             \
  }
LP_NORM(s8, int8_t, dl_quantize(value, p->rounding, -128, 127))
LP_NORM(s16, int16_t, dl_quantize(value, p->rounding, -32768, 32767))
LP_NORM(f32, float, value)

/* The mean of integers is their exact sum, divided in double. */
#define LAYER_NORM(S, T, A, MEAN, LAW)                                                                              \
  int32_t dl_layer_norm_##S(const struct dl_norm *p, const T *input, const T *gamma, const T *beta, T *output) {    \
    int32_t group, i;                                                                                               \
    for (group = 0; group < p->groups; group++, input += p->count, output += p->count) {                            \
      A sum = 0;                                                                                                    \
      float mean, squares = 0, value, root, inverse;                                                                \
      double at;                                                                                                    \
      for (i = 0; i < p->count; i++) sum = sum + input[i];                                                          \
      mean = (float)(MEAN);                                                                                         \
      for (i = 0; i < p->count; i++) {                                                                              \
        value = (float)((double)input[i] - (double)mean);                                                           \
        value = value * value;                                                                                      \
        squares = squares + value;                                                                                  \
      }                                                                                                             \
      at = (double)squares * ((double)p->scale * (double)p->scale);                                                 \
      value = (float)at / (float)p->count;                                                                          \
      if (dl_sqrt_newton(value + p->epsilon, &root) != 0) return -1;                                                \
      inverse = 1.0f / root;                                                                                        \
      for (i = 0; i < p->count; i++) {                                                                              \
        at = (double)input[i] * p->scale;                                                                           \
        at = at - (double)mean * p->scale;                                                                          \
        value = (float)at;                                                                                          \
        value = value * inverse;                                                                                    \
        root = (float)gamma[i] * p->gamma_scale;                                                                    \
        value = value * root;                                                                                       \
        root = beta == NULL ? 0.0f : (float)beta[i] * p->beta_scale;                                                \
        value = value + root;                                                                                       \
        output[i] = (T)(LAW);                                                                                       \
      }                                                                                                             \
    }                                                                                                               \
    return 0;                                                                                                       \
  }
LAYER_NORM(s8, int8_t, int64_t, (double)sum / p->count, dl_quantize(value / p->rescale, p->rounding, -128, 127))
LAYER_NORM(s16, int16_t, int64_t, (double)sum / p->count, dl_quantize(value / p->rescale, p->rounding, -32768, 32767))
LAYER_NORM(f32, float, float, sum / (float)p->count, value)

static inline int64_t add_square_s8(int64_t sum, int32_t x) { return sum + x * x; }
static inline float add_square_f32(float sum, float x) {
  float square = x * x;
  return sum + square;
}
#define RMS_NORM(S, T, A, ADD, LAW)                                                                                 \
  void dl_rms_norm_##S(const struct dl_norm *p, const T *input, const float *gamma, T *output) {                    \
    int32_t group, i;                                                                                               \
    for (group = 0; group < p->groups; group++, input += p->count, output += p->count) {                            \
      A sum = 0;                                                                                                    \
      float value, inverse, square = (float)((double)p->scale * (double)p->scale);                                  \
      for (i = 0; i < p->count; i++) sum = ADD(sum, input[i]);                                                      \
      value = (float)sum * square;                                                                                  \
      value = value / (float)p->count;                                                                              \
      value = value + p->epsilon;                                                                                   \
      inverse = 1.0f / espdl_sqrt_f32(value);                                                                       \
      inverse = (float)((double)inverse * ((double)p->scale * (double)p->rescale));                                 \
      for (i = 0; i < p->count; i++) {                                                                              \
        value = (float)input[i] * inverse;                                                                          \
        value = value * gamma[i];                                                                                   \
        output[i] = (T)(LAW);                                                                                       \
      }                                                                                                             \
    }                                                                                                               \
  }
RMS_NORM(s8, int8_t, int64_t, add_square_s8, dl_quantize(value, p->rounding, -128, 127))
RMS_NORM(s16, int16_t, int64_t, add_square_s8, dl_quantize(value, p->rounding, -32768, 32767))
RMS_NORM(f32, float, float, add_square_f32, value)
