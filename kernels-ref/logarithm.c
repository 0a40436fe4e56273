#include "espdl_float.h"
#include "espdl_kernels.h"

double espdl_logarithm(double x) {
  union {
    double value;
    uint64_t bits;
  } view;
  double f, square, series = 0, k, low, doubled;
  int32_t exponent, n;
  if (!(x > 0)) {
    view.bits = x == 0 ? (uint64_t)0xfff << 52 : (uint64_t)0x7ff8 << 48;
    return view.value;
  }
  view.value = x;
  if (view.bits == (uint64_t)0x7ff << 52) return x;
  exponent = (int32_t)(view.bits >> 52) - 1023;
  view.bits = (view.bits & (((uint64_t)1 << 52) - 1)) | (uint64_t)0x3ff << 52;
  if (view.value > 1.4142135623730951) {
    view.value = view.value * 0.5;
    exponent++;
  }
  f = view.value - 1.0;
  f = f / (view.value + 1.0);
  square = f * f;
  for (n = 23; n >= 3; n -= 2) {
    series = series + 1.0 / n;
    series = series * square;
  }
  k = (double)exponent;
  doubled = 2.0 * f;
  series = doubled * series;
  series = series + doubled;
  low = k * 1.9082149292705877e-10;
  low = low + series;
  f = k * 0.6931471803691238;
  return f + low;
}
