#include "espdl_float.h"
#include "espdl_kernels.h"

double espdl_exponential(double x) {
  static const double inverse_factorials[12] = {
      1.6059043836821613e-10, 2.08767569878681e-9,   2.505210838544172e-8,  2.755731922398589e-7,
      2.7557319223985893e-6,  2.48015873015873e-5,   1.984126984126984e-4,  1.3888888888888889e-3,
      8.333333333333333e-3,   4.1666666666666664e-2, 1.6666666666666666e-1, 0.5};
  union {
    double value;
    uint64_t bits;
  } power;
  double k, r, step, series;
  int32_t i, whole;
  if (x != x) return x;
  if (x < -708.0) return 0.0;
  power.bits = (uint64_t)0x7ff << 52;
  if (x > 709.0) return power.value;
  step = x * 1.4426950408889634;
  whole = (int32_t)(step + (x < 0 ? -0.5 : 0.5));
  k = (double)whole;
  step = k * 0.6931471803691238;
  r = x - step;
  step = k * 1.9082149292705877e-10;
  r = r - step;
  series = inverse_factorials[0];
  for (i = 1; i < 12; i++) {
    step = series * r;
    series = step + inverse_factorials[i];
  }
  step = series * r;
  step = step * r;
  series = step + r;
  series = series + 1.0;
  power.bits = (uint64_t)(1023 + whole) << 52;
  return series * power.value;
}

double espdl_hyperbolic_tangent(double x) {
  double magnitude = x < 0 ? -x : x;
  double value;
  if (magnitude < 0.001) {
    value = x * x;
    value = value * x;
    value = value / 3.0;
    return x - value;
  }
  value = espdl_exponential(2.0 * magnitude) + 1.0;
  value = 2.0 / value;
  value = 1.0 - value;
  return x < 0 ? -value : value;
}
