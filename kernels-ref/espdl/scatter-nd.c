#include "espdl_dl_round.h"

#define COMBINED(a, b, R) \
  ((R) == ESPDL_ADD ? (a) + (b) : (R) == ESPDL_MULTIPLY ? (a) * (b) : (R) == ESPDL_NONE ? (b) : ((a) > (b)) == ((R) == ESPDL_MAXIMUM) ? (a) : (b))

#define SCATTER(S, T, A, LAW)                                                                                    \
  void dl_scatter_nd_##S(const struct dl_scatter *p, const int32_t *offsets, const T *updates, T *output) {      \
    int32_t slice, i;                                                                                            \
    for (slice = 0; slice < p->slices; slice++) {                                                                \
      T *at = output + offsets[slice];                                                                           \
      for (i = 0; i < p->size; i++, at++) {                                                                      \
        A value = COMBINED((A)*at, (A)*updates, p->reduction);                                                   \
        updates++;                                                                                               \
        *at = (T)(LAW);                                                                                          \
      }                                                                                                          \
    }                                                                                                            \
  }
SCATTER(s8, int8_t, int32_t, dl_saturate(value, -128, 127))
SCATTER(s16, int16_t, int32_t, dl_saturate(value, -32768, 32767))
SCATTER(f32, float, float, value)
