/* The twins of add.ts, sub.ts, mul.ts, div.ts, mod.ts, pow.ts and compare.ts. */
#include "espdl_dl_round.h"
#include "espdl_functions.h"
#include "espdl_walk.h"

/* All elements of a box of two operands, `a` and `b`; `i` counts those of the output. */
#define EACH(BOX, T, LAW)                                                              \
  struct espdl_walk l = espdl_walk_of((BOX)->rank - 1, (BOX)->shape, (BOX)->left);     \
  struct espdl_walk r = espdl_walk_of((BOX)->rank - 1, (BOX)->shape, (BOX)->right);    \
  int32_t last = (BOX)->rank - 1, outer = 1, i = 0, o, k;                              \
  for (o = 0; o < last; o++) outer *= (BOX)->shape[o];                                 \
  for (o = 0; o < outer; o++, espdl_advance(&l), espdl_advance(&r)) {                  \
    for (k = 0; k < (BOX)->shape[last]; k++, i++) {                                    \
      T a = left[l.offset + k * (BOX)->left[last]], b = right[r.offset + k * (BOX)->right[last]]; \
      LAW                                                                              \
    }                                                                                  \
  }

#define PLAIN(NAME, S, T, R, LAW)                                                                      \
  void dl_##NAME##_##S(const struct dl_binary *box, const T *left, const T *right, R *output) {        \
    EACH(box, T, output[i] = (R)(LAW);)                                                                \
  }
#define SUMS(NAME, OP)                                                  \
  PLAIN(NAME, s8, int8_t, int8_t, dl_saturate(a OP b, -128, 127))       \
  PLAIN(NAME, s16, int16_t, int16_t, dl_saturate(a OP b, -32768, 32767)) \
  PLAIN(NAME, f32, float, float, a OP b)
SUMS(add, +)
SUMS(sub, -)

#define COMPARE(NAME, OP)                        \
  PLAIN(NAME, s8, int8_t, uint8_t, a OP b)       \
  PLAIN(NAME, s16, int16_t, uint8_t, a OP b)     \
  PLAIN(NAME, f32, float, uint8_t, a OP b)
COMPARE(equal, ==)
COMPARE(greater, >)
COMPARE(greater_or_equal, >=)

/* The remainder, 0 by 0. */
static inline float rest(float a, float b) { return b == 0 ? 0.0f : espdl_remainder(a, b); }

/* left_scale holds left + right - output exponent, as a float32 power of two. */
static inline int32_t product(const struct dl_scaled *p, int32_t a, int32_t b, int32_t low, int32_t high) {
  float value = (float)(a * b);
  value = value * p->left_scale;
  return dl_quantize(value, p->rounding, low, high);
}

static inline int32_t quotient(const struct dl_scaled *p, int32_t a, int32_t b, int32_t low, int32_t high) {
  double value;
  if (b == 0 && (a != 0 || p->variant & DL_TABLE)) return a > 0 ? high : low;
  if (a == 0) return 0;
  if (p->variant & DL_MULTIPLIES) {
    float inverse = (float)((double)p->left_scale / b);
    value = (double)a * inverse;
  } else {
    value = (double)a * p->left_scale;
    value = value / b;
  }
  return dl_quantize((float)value, p->rounding, low, high);
}

#define SCALED(NAME, S, T, LAW)                                                                       \
  void dl_##NAME##_##S(const struct dl_scaled *p, const T *left, const T *right, T *output) {         \
    EACH(&p->box, T, output[i] = (T)(LAW);)                                                           \
  }
#define INTEGERS(S, T, LOW, HIGH)                                                                     \
  SCALED(mul, S, T, product(p, a, b, LOW, HIGH))                                                      \
  SCALED(mul_shift, S, T, dl_shift((int64_t)a * b, p->shift, p->rounding, LOW, HIGH))                 \
  SCALED(div, S, T, quotient(p, a, b, LOW, HIGH))                                                     \
  SCALED(mod, S, T, dl_quantize((double)rest((float)a * p->left_scale, (float)b * p->right_scale) * p->rescale, \
                                p->rounding, LOW, HIGH))                                              \
  SCALED(pow, S, T, dl_quantize((double)espdl_power_f32((float)a * p->left_scale, (float)b * p->right_scale) * \
                                    p->rescale, p->rounding, LOW, HIGH))
INTEGERS(s8, int8_t, -128, 127)
INTEGERS(s16, int16_t, -32768, 32767)

static inline float quotient_f32(const struct dl_scaled *p, float a, float b) {
  float inverse;
  if (!(p->variant & DL_MULTIPLIES)) return a / b;
  inverse = 1.0f / b;
  return a * inverse;
}
SCALED(mul, f32, float, ((void)p, a * b))
SCALED(div, f32, float, quotient_f32(p, a, b))
SCALED(mod, f32, float, ((void)p, rest(a, b)))
SCALED(pow, f32, float, ((void)p, espdl_power_f32(a, b)))
