#include "espdl_float.h"
#include "espdl_kernels.h"

#define IS_SMALL(x) ((x) > -0.01 && (x) < 0.01)

static double cube(double x) {
  double square = x * x;
  return square * x;
}

double espdl_hyperbolic_sine(double x) {
  double third = cube(x) / 6.0, difference;
  if (IS_SMALL(x)) return x + third;
  difference = espdl_exponential(x) - espdl_exponential(-x);
  return 0.5 * difference;
}

double espdl_hyperbolic_cosine(double x) {
  double sum = espdl_exponential(x) + espdl_exponential(-x);
  return 0.5 * sum;
}

double espdl_area_sine(double x) {
  double magnitude = x < 0 ? -x : x, third = cube(x) / 6.0, square, value;
  if (IS_SMALL(x)) return x - third;
  square = magnitude * magnitude;
  value = espdl_logarithm(magnitude + espdl_square_root(square + 1.0));
  return x < 0 ? -value : value;
}

double espdl_area_cosine(double x) {
  double below = x - 1.0, above = x + 1.0;
  if (!(x >= 1.0)) return espdl_logarithm(-1.0);
  return espdl_logarithm(x + espdl_square_root(below * above));
}

double espdl_area_tangent(double x) {
  double third = cube(x) / 3.0, above = 1.0 + x, below = 1.0 - x;
  if (IS_SMALL(x)) return x + third;
  if (x == 1.0) return -espdl_logarithm(0.0);
  if (x == -1.0) return espdl_logarithm(0.0);
  if (!(x > -1.0 && x < 1.0)) return espdl_logarithm(-1.0);
  return 0.5 * espdl_logarithm(above / below);
}
