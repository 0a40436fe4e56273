/* The twin of reductions.ts. */
#include "espdl_float.h"
#include "espdl_kernels.h"
#include "espdl_pointwise.h"
#include "espdl_walk.h"

#define FOLD(NAME, START, TERM, STEP, RESULT)                                               \
  void espdl_##NAME##_f32(const struct espdl_reduce *reduce, const float *input, float *output) { \
    ESPDL_OUTPUTS {                                                                         \
      float total = START;                                                                  \
      ESPDL_ELEMENTS {                                                                      \
        float x = ESPDL_ELEMENT;                                                            \
        float term = TERM;                                                                  \
        total = total STEP term;                                                            \
      }                                                                                     \
      output[o] = RESULT;                                                                   \
    }                                                                                       \
  }

FOLD(prod, 1, x, *, total)
FOLD(reduce_l1, 0, x < 0 ? -x : x, +, total)
FOLD(reduce_l2, 0, x * x, +, espdl_sqrt_f32(total))
FOLD(reduce_log_sum, 0, x, +, (float)espdl_logarithm(total))
FOLD(reduce_sum_square, 0, x * x, +, total)

#define EXTREME(NAME, BETTER, T, S)                                                         \
  void espdl_##NAME##_##S(const struct espdl_reduce *reduce, const T *input, T *output) {   \
    ESPDL_OUTPUTS {                                                                         \
      T champion = input[kept.offset];                                                      \
      ESPDL_ELEMENTS {                                                                      \
        T candidate = ESPDL_ELEMENT;                                                        \
        if (candidate BETTER champion) champion = candidate;                                \
      }                                                                                     \
      output[o] = champion;                                                                 \
    }                                                                                       \
  }

EXTREME(max, >, float, f32)
EXTREME(max, >, int8_t, s8)
EXTREME(max, >, uint8_t, u8)
EXTREME(max, >, int32_t, i32)
EXTREME(max, >, int64_t, i64)
EXTREME(min, <, float, f32)
EXTREME(min, <, int8_t, s8)
EXTREME(min, <, uint8_t, u8)
EXTREME(min, <, int32_t, i32)
EXTREME(min, <, int64_t, i64)

void espdl_reduce_log_sum_exp_f32(const struct espdl_reduce *reduce, const float *input, float *output) {
  ESPDL_OUTPUTS {
    float max = input[kept.offset];
    double total = 0;
    {
      ESPDL_ELEMENTS if (ESPDL_ELEMENT > max) max = ESPDL_ELEMENT;
    }
    {
      ESPDL_ELEMENTS {
        double difference = (double)ESPDL_ELEMENT - (double)max;
        total = total + espdl_exponential(difference);
      }
    }
    output[o] = (float)((double)max + espdl_logarithm(total));
  }
}
