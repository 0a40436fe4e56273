/* The twins of formula.ts and of the files named like its functions; float32 at every step but where it says double. */
#include "espdl_dl_round.h"
#include "espdl_pointwise.h"

#define FORMULA(NAME, LAW)                                                                                   \
  static inline float NAME##_law(const struct dl_formula *p, float x) {                                      \
    (void)p;                                                                                                 \
    return LAW;                                                                                              \
  }                                                                                                          \
  INTEGERS(NAME, s8, int8_t, -128, 127)                                                                      \
  INTEGERS(NAME, s16, int16_t, -32768, 32767)                                                                \
  void dl_##NAME##_f32(const struct dl_formula *p, const float *input, float *output) {                      \
    int32_t i;                                                                                               \
    for (i = 0; i < p->count; i++) output[i] = NAME##_law(p, input[i]);                                      \
  }
#define INTEGERS(NAME, S, T, LOW, HIGH)                                                  \
  void dl_##NAME##_##S(const struct dl_formula *p, const T *input, T *output) {          \
    int32_t i;                                                                           \
    for (i = 0; i < p->count; i++) {                                                     \
      float value = NAME##_law(p, (float)input[i] * p->scale);                           \
      value = value * p->rescale;                                                        \
      output[i] = (T)dl_quantize(value, p->rounding, LOW, HIGH);                         \
    }                                                                                    \
  }

static inline float alpha_times(const struct dl_formula *p, float x) { return p->alpha * x; }
static inline float limited(float x) { return x < 0 ? 0.0f : x > 1.0f ? 1.0f : x; }

/* The sum and the quotient in double. */
static inline float sigmoid_of(float x) {
  double sum = 1.0 + (double)espdl_exp_f32(-x);
  return (float)(1.0 / sum);
}

static inline float tanh_of(float x) { return 2.0f * sigmoid_of(2.0f * x) - 1.0f; }

/* In double up to the last rounding. */
static inline float hard_swish_of(float x) {
  double gate = 0.166667 * (double)x;
  gate = gate + 0.5;
  gate = gate < 0 ? 0.0 : gate > 1.0 ? 1.0 : gate;
  return (float)(gate * (double)x);
}

FORMULA(elu, x >= 0 ? x : alpha_times(p, espdl_exp_f32(x) - 1.0f))
FORMULA(exp, espdl_exp_f32(x))
FORMULA(hard_sigmoid, limited(alpha_times(p, x) + p->beta))
FORMULA(hard_swish, hard_swish_of(x))
FORMULA(leaky_relu, x >= 0 ? x : alpha_times(p, x))
FORMULA(log, espdl_log_f32(x))
FORMULA(relu, x > 0 || x != x ? x : 0.0f)
FORMULA(sigmoid, sigmoid_of(x))
FORMULA(sqrt, espdl_sqrt_f32(x))
FORMULA(swish, sigmoid_of(x) * x)
FORMULA(tanh, tanh_of(x))

/* The lowest integer becomes the highest. */
#define NEG(S, T, LAW)                                                            \
  void dl_neg_##S(const struct dl_formula *p, const T *input, T *output) {        \
    int32_t i;                                                                    \
    for (i = 0; i < p->count; i++) output[i] = (T)(LAW);                          \
  }
NEG(s8, int8_t, dl_saturate(-input[i], -128, 127))
NEG(s16, int16_t, dl_saturate(-input[i], -32768, 32767))
NEG(f32, float, -input[i])

#define CLIP(S, T, LOW, HIGH)                                                     \
  void dl_clip_##S(const struct dl_formula *p, const T *input, T *output) {       \
    int32_t i;                                                                    \
    for (i = 0; i < p->count; i++) {                                              \
      float value = espdl_clip_f32(input[i], p->alpha, p->beta);                  \
      output[i] = (T)dl_quantize(value * p->scale, p->rounding, LOW, HIGH);       \
    }                                                                             \
  }
CLIP(s8, int8_t, -128, 127)
CLIP(s16, int16_t, -32768, 32767)
void dl_clip_f32(const struct dl_formula *p, const float *input, float *output) {
  int32_t i;
  for (i = 0; i < p->count; i++) output[i] = espdl_clip_f32(input[i], p->alpha, p->beta);
}
