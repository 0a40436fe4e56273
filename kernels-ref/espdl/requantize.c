/* The twins of requantize.ts and requantize-vector.ts. */
#include "espdl_dl_round.h"

#define TO_INTEGER(F, FT, S, T, LOW, HIGH)                                                           \
  void dl_requantize_##F##_##S(const struct dl_formula *p, const FT *input, T *output) {             \
    int32_t i;                                                                                       \
    for (i = 0; i < p->count; i++) {                                                                 \
      float value = (float)input[i] * p->scale;                                                      \
      value = value * p->rescale;                                                                    \
      output[i] = (T)dl_quantize(value, p->rounding, LOW, HIGH);                                     \
    }                                                                                                \
  }
#define TO_FLOAT(F, FT)                                                                              \
  void dl_requantize_##F##_f32(const struct dl_formula *p, const FT *input, float *output) {         \
    int32_t i;                                                                                       \
    for (i = 0; i < p->count; i++) output[i] = (float)input[i] * p->scale;                           \
  }
#define RESCALE(F, FT, S, T, LOW, HIGH)                                                              \
  void dl_rescale_##F##_##S(const struct dl_rescale *p, const FT *input, T *output) {                \
    int32_t i, unused = p->bits == 0 ? 0 : 64 - p->bits;                                             \
    for (i = 0; i < p->count; i++) {                                                                 \
      int64_t product = (int64_t)input[i] * p->factor;                                               \
      product = (int64_t)((uint64_t)product << unused) >> unused;                                    \
      output[i] = (T)dl_shift(product, p->shift, p->rounding, LOW, HIGH);                            \
    }                                                                                                \
  }

#define FROM(F, FT)                                     \
  TO_INTEGER(F, FT, s8, int8_t, -128, 127)              \
  TO_INTEGER(F, FT, s16, int16_t, -32768, 32767)        \
  TO_FLOAT(F, FT)
FROM(s8, int8_t)
FROM(s16, int16_t)
FROM(f32, float)
RESCALE(s8, int8_t, s8, int8_t, -128, 127)
RESCALE(s8, int8_t, s16, int16_t, -32768, 32767)
RESCALE(s16, int16_t, s8, int8_t, -128, 127)
RESCALE(s16, int16_t, s16, int16_t, -32768, 32767)
