#include "espdl_float.h"
#include "espdl_kernels.h"

void espdl_lrn_f32(const struct espdl_lrn *lrn, const float *input, float *output) {
  int32_t n, c, i, other, before = (lrn->size - 1) / 2;
  double factor = (double)lrn->alpha / (double)lrn->size;
  for (n = 0; n < lrn->batch; n++) {
    for (c = 0; c < lrn->channels; c++) {
      int32_t first = c - before < 0 ? 0 : c - before;
      int32_t end = c - before + lrn->size < lrn->channels ? c - before + lrn->size : lrn->channels;
      for (i = 0; i < lrn->inner; i++) {
        int32_t at = (n * lrn->channels + c) * lrn->inner + i;
        double squares = 0, value;
        for (other = first; other < end; other++) {
          value = input[(n * lrn->channels + other) * lrn->inner + i];
          value = value * value;
          squares = squares + value;
        }
        squares = factor * squares;
        squares = (double)lrn->bias + squares;
        output[at] = (float)((double)input[at] / espdl_real_power(squares, lrn->beta));
      }
    }
  }
}
