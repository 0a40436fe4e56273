#include "espdl_float.h"
#include "espdl_kernels.h"

double espdl_logarithm(double x) {
  static const double inverses[11] = {1.0 / 23, 1.0 / 21, 1.0 / 19, 1.0 / 17, 1.0 / 15, 1.0 / 13,
                                      1.0 / 11, 1.0 / 9,  1.0 / 7,  1.0 / 5,  1.0 / 3};
  union {
    double value;
    uint64_t bits;
  } view;
  double m, k, f, square, step, low, series = 0;
  int32_t i, exponent;
  if (!(x > 0)) {
    view.bits = (uint64_t)(x == 0 ? 0xfff : 0x7ff) << 52 | (x == 0 ? 0 : (uint64_t)1 << 51);
    return view.value;
  }
  view.value = x;
  if (view.bits == (uint64_t)0x7ff << 52) return x;
  exponent = (int32_t)(view.bits >> 52) - 1023;
  view.bits = (view.bits & (((uint64_t)1 << 52) - 1)) | (uint64_t)0x3ff << 52;
  m = view.value;
  if (m > 1.4142135623730951) {
    m = m * 0.5;
    exponent++;
  }
  k = (double)exponent;
  f = m - 1.0;
  step = m + 1.0;
  f = f / step;
  square = f * f;
  for (i = 0; i < 11; i++) {
    step = series + inverses[i];
    series = step * square;
  }
  f = 2.0 * f;
  series = f * series;
  series = series + f;
  low = k * 1.9082149292705877e-10;
  low = low + series;
  step = k * 0.6931471803691238;
  return step + low;
}
