#include "espdl_float.h"
#include "espdl_kernels.h"

/* `A` adds without overflow that C leaves undefined. */
#define CUMSUM(T, A, S)                                                              \
  void espdl_cumsum_##S(const struct espdl_cumsum *cumsum, const T *input, T *output) { \
    int32_t o, s, i, step = cumsum->step;                                            \
    for (o = 0; o < cumsum->outer; o++) {                                            \
      for (s = 0; s < step; s++) {                                                   \
        A sum = 0;                                                                   \
        for (i = 0; i < cumsum->count; i++) {                                        \
          int32_t back = cumsum->reverse ? cumsum->count - 1 - i : i;                \
          int32_t at = (o * cumsum->count + back) * step + s;                        \
          A next = sum + (A)input[at];                                               \
          output[at] = (T)(cumsum->exclusive ? sum : next);                          \
          sum = next;                                                                \
        }                                                                            \
      }                                                                              \
    }                                                                                \
  }

CUMSUM(float, float, f32)
CUMSUM(int32_t, uint32_t, i32)
