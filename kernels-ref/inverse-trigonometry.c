#include "espdl_float.h"
#include "espdl_kernels.h"

#define HALF_PI 1.5707963267948966

double espdl_arc_tangent(double x) {
  static const double arctangents[5] = {0, 0.24497866312686414, 0.4636476090008061, 0.6435011087932844,
                                        0.7853981633974483};
  static const double inverses[8] = {1.0 / 17, 1.0 / 15, 1.0 / 13, 1.0 / 11, 1.0 / 9, 1.0 / 7, 1.0 / 5, 1.0 / 3};
  double magnitude = x < 0 ? -x : x, inner, c, t, step, square, series = 0, value;
  int32_t i, quarter;
  if (x == 0 || x != x) return x;
  inner = magnitude > 1.0 ? 1.0 / magnitude : magnitude;
  step = inner * 4.0;
  quarter = (int32_t)(step + 0.5);
  c = quarter * 0.25;
  t = inner - c;
  step = c * inner;
  step = 1.0 + step;
  t = t / step;
  square = t * t;
  for (i = 0; i < 8; i++) {
    step = inverses[i] - series;
    series = step * square;
  }
  step = t * series;
  step = t - step;
  value = arctangents[quarter] + step;
  if (magnitude > 1.0) value = HALF_PI - value;
  return x < 0 ? -value : value;
}

static double not_a_number(void) {
  union {
    uint64_t bits;
    double value;
  } view;
  view.bits = (uint64_t)0x7ff8 << 48;
  return view.value;
}

double espdl_arc_sine(double x) {
  double below, above;
  if (!(x >= -1.0 && x <= 1.0)) return not_a_number();
  if (x == 1.0) return HALF_PI;
  if (x == -1.0) return -HALF_PI;
  below = 1.0 - x;
  above = 1.0 + x;
  return espdl_arc_tangent(x / espdl_square_root(below * above));
}

double espdl_arc_cosine(double x) {
  double below, above;
  if (!(x >= -1.0 && x <= 1.0)) return not_a_number();
  if (x == -1.0) return 2.0 * HALF_PI;
  below = 1.0 - x;
  above = 1.0 + x;
  return 2.0 * espdl_arc_tangent(espdl_square_root(below / above));
}
