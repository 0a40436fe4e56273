/* The twins of prelu.ts, prelu-int8.ts and scale-byte.ts. */
#include "espdl_dl_round.h"

#define PRELU(S, T, LOW, HIGH)                                                                              \
  void dl_prelu_##S(const struct dl_prelu *p, const T *input, const T *slope, T *output) {                  \
    int32_t i;                                                                                              \
    for (i = 0; i < p->count; i++) {                                                                        \
      int32_t x = input[i];                                                                                 \
      if (x >= 0) {                                                                                         \
        output[i] = (T)dl_shift((int64_t)x * p->factor, p->up, p->rounding, LOW, HIGH);                     \
      } else {                                                                                              \
        int32_t product = x * slope[i % p->channels];                                                       \
        if (p->wraps) output[i] = (T)dl_shifted(product, p->shift, p->negative);                            \
        else output[i] = (T)dl_shift(product, p->shift, p->negative, LOW, HIGH);                            \
      }                                                                                                     \
    }                                                                                                       \
  }
PRELU(s8, int8_t, -128, 127)
PRELU(s16, int16_t, -32768, 32767)

void dl_prelu_f32(const struct dl_prelu *p, const float *input, const float *slope, float *output) {
  int32_t i;
  for (i = 0; i < p->count; i++) output[i] = input[i] >= 0 ? input[i] : input[i] * slope[i % p->channels];
}
