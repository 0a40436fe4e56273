/* The twins of reduce-*.ts and square-sum.ts. */
#include "espdl_dl_round.h"
#include "espdl_pointwise.h"
#include "espdl_walk.h"

#undef ESPDL_OUTPUTS
#define ESPDL_OUTPUTS                                                                                       \
  const struct espdl_reduce *reduce = &p->box;                                                              \
  struct espdl_walk kept = espdl_walk_of(reduce->kept_rank, reduce->kept_shape, reduce->kept_stride);       \
  int32_t o, i;                                                                                             \
  for (o = 0; o < reduce->outputs; o++, espdl_advance(&kept))

#define REDUCE(NAME, S, T, A, FIRST, STEP, LAW)                                        \
  void dl_reduce_##NAME##_##S(const struct dl_reduce *p, const T *input, T *output) {  \
    ESPDL_OUTPUTS {                                                                    \
      A sum = FIRST;                                                                   \
      ESPDL_ELEMENTS {                                                                 \
        T x = ESPDL_ELEMENT;                                                           \
        sum = STEP;                                                                    \
      }                                                                                \
      output[o] = (T)(LAW);                                                            \
    }                                                                                  \
  }

/* Integers add up exactly, floats round at each step. */
#define BOTH(NAME, STEP, INTEGER, FLOAT)                                                       \
  REDUCE(NAME, s8, int8_t, int64_t, 0, STEP, INTEGER(p, sum, -128, 127))                       \
  REDUCE(NAME, s16, int16_t, int64_t, 0, STEP, INTEGER(p, sum, -32768, 32767))                 \
  REDUCE(NAME, f32, float, float, 0, STEP, FLOAT(p, sum))

static inline int32_t shifted(const struct dl_reduce *p, int64_t sum, int32_t low, int32_t high) {
  return dl_shift(sum, p->shift, p->rounding, low, high);
}
static inline int32_t rescaled(const struct dl_reduce *p, float value, int32_t low, int32_t high) {
  value = value * p->rescale;
  return dl_quantize(value, p->rounding, low, high);
}
static inline float as_it_is(const struct dl_reduce *p, float sum) { return (void)p, sum; }

static inline int32_t mean(const struct dl_reduce *p, int64_t sum, int32_t low, int32_t high) {
  float value = (float)sum * p->scale;
  value = value / (float)p->box.count;
  return rescaled(p, value, low, high);
}
static inline float mean_f32(const struct dl_reduce *p, float sum) { return sum / (float)p->box.count; }

static inline int32_t logarithm(const struct dl_reduce *p, int64_t sum, int32_t low, int32_t high) {
  float value = (float)sum * p->scale;
  return rescaled(p, espdl_log_f32(value), low, high);
}
static inline float log_f32(const struct dl_reduce *p, float sum) { return (void)p, espdl_log_f32(sum); }

BOTH(sum, sum + x, shifted, as_it_is)
BOTH(l1, sum + (x < 0 ? -x : x), shifted, as_it_is)
BOTH(mean, sum + x, mean, mean_f32)
BOTH(log_sum, sum + x, logarithm, log_f32)

static inline int64_t add_square(int64_t sum, int32_t x) { return sum + (int64_t)x * x; }
static inline float add_square_f32(float sum, float x) {
  float square = x * x;
  return sum + square;
}
REDUCE(sum_square, s8, int8_t, int64_t, 0, add_square(sum, x), shifted(p, sum, -128, 127))
REDUCE(sum_square, s16, int16_t, int64_t, 0, add_square(sum, x), shifted(p, sum, -32768, 32767))
REDUCE(sum_square, f32, float, float, 0, add_square_f32(sum, x), sum)

/* The exponentials of the real values, in index order. */
static inline float add_exp(const struct dl_reduce *p, float sum, float x) { return sum + espdl_exp_f32(x * p->scale); }
REDUCE(log_sum_exp, s8, int8_t, float, 0, add_exp(p, sum, x), rescaled(p, espdl_log_f32(sum), -128, 127))
REDUCE(log_sum_exp, s16, int16_t, float, 0, add_exp(p, sum, x), rescaled(p, espdl_log_f32(sum), -32768, 32767))
REDUCE(log_sum_exp, f32, float, float, 0, add_exp(p, sum, x), espdl_log_f32(sum))

/* Of int8 and float32 in float32, of int16 in double. */
static inline float times(const struct dl_reduce *p, float product, float x) {
  double next = (double)product * (double)(x * p->scale);
  return (float)next;
}
REDUCE(prod, s8, int8_t, float, 1, times(p, sum, x), rescaled(p, sum, -128, 127))
REDUCE(prod, s16, int16_t, double, 1, sum * (double)(x * p->scale),
       dl_round_double(sum * (double)p->rescale, p->rounding, -32768, 32767))
REDUCE(prod, f32, float, float, 1, times(p, sum, x), sum)

#define CHOSEN(NAME, S, T, BETTER) \
  REDUCE(NAME, S, T, T, input[kept.offset], x BETTER sum ? x : sum, ((void)p, sum))
CHOSEN(max, s8, int8_t, >)
CHOSEN(max, s16, int16_t, >)
CHOSEN(max, f32, float, >)
CHOSEN(min, s8, int8_t, <)
CHOSEN(min, s16, int16_t, <)
CHOSEN(min, f32, float, <)

#define ROOT(S, T, A, STEP, LAW)                                                       \
  int32_t dl_reduce_l2_##S(const struct dl_reduce *p, const T *input, T *output) {     \
    ESPDL_OUTPUTS {                                                                    \
      A sum = 0;                                                                       \
      float root;                                                                      \
      ESPDL_ELEMENTS {                                                                 \
        T x = ESPDL_ELEMENT;                                                           \
        sum = STEP(sum, x);                                                            \
      }                                                                                \
      root = (float)sum * p->scale;                                                    \
      if (dl_sqrt_newton(root, &root) != 0) return -1;                                 \
      output[o] = (T)(LAW);                                                            \
    }                                                                                  \
    return 0;                                                                          \
  }
ROOT(s8, int8_t, int64_t, add_square, rescaled(p, root, -128, 127))
ROOT(s16, int16_t, int64_t, add_square, rescaled(p, root, -32768, 32767))
ROOT(f32, float, float, add_square_f32, root)
