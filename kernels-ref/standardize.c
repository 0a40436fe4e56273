#include "espdl_float.h"
#include "espdl_kernels.h"
#include "espdl_pointwise.h"
#include "espdl_walk.h"

void espdl_standardize_f32(const struct espdl_reduce *reduce, float epsilon, int32_t center, const float *input,
                           float *output) {
  ESPDL_OUTPUTS {
    float mean = 0, squares = 0, difference, deviation;
    if (center) {
      ESPDL_ELEMENTS mean = mean + ESPDL_ELEMENT;
      mean = mean / (float)reduce->count;
    }
    {
      ESPDL_ELEMENTS {
        difference = ESPDL_ELEMENT - mean;
        difference = difference * difference;
        squares = squares + difference;
      }
    }
    squares = squares / (float)reduce->count;
    squares = squares + epsilon;
    deviation = espdl_sqrt_f32(squares);
    {
      ESPDL_ELEMENTS {
        difference = ESPDL_ELEMENT - mean;
        output[kept.offset + inner.offset] = difference / deviation;
      }
    }
  }
}
