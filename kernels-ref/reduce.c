/* The twins of sum.ts, mean.ts and argmax.ts. */
#include "espdl_float.h"
#include "espdl_kernels.h"
#include "espdl_walk.h"

void espdl_sum_f32(const struct espdl_reduce *reduce, const float *input, float *output) {
  ESPDL_OUTPUTS {
    float total = 0;
    ESPDL_ELEMENTS total = total + ESPDL_ELEMENT;
    output[o] = total;
  }
}

void espdl_sum_i32(const struct espdl_reduce *reduce, const int32_t *input, int32_t *output) {
  ESPDL_OUTPUTS {
    uint32_t total = 0;
    ESPDL_ELEMENTS total += (uint32_t)ESPDL_ELEMENT;
    output[o] = (int32_t)total;
  }
}

void espdl_mean_f32(const struct espdl_reduce *reduce, const float *input, float *output) {
  ESPDL_OUTPUTS {
    float total = 0;
    ESPDL_ELEMENTS total = total + ESPDL_ELEMENT;
    output[o] = total / (float)reduce->count;
  }
}

#define POSITION(NAME, BETTER, T, S)                                                                         \
  void espdl_##NAME##_##S(const struct espdl_reduce *reduce, int32_t last, const T *input, int32_t *output) { \
    ESPDL_OUTPUTS {                                                                                          \
      T champion = input[kept.offset];                                                                       \
      int32_t best = 0;                                                                                      \
      ESPDL_ELEMENTS {                                                                                       \
        T candidate = ESPDL_ELEMENT;                                                                         \
        if (candidate BETTER champion || (last && candidate == champion)) {                                  \
          champion = candidate;                                                                              \
          best = i;                                                                                          \
        }                                                                                                    \
      }                                                                                                      \
      output[o] = best;                                                                                      \
    }                                                                                                        \
  }

POSITION(argmax, >, float, f32)
POSITION(argmax, >, int8_t, s8)
POSITION(argmin, <, float, f32)
POSITION(argmin, <, int8_t, s8)
