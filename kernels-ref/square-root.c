#include "espdl_float.h"
#include "espdl_kernels.h"

double espdl_square_root(double x) {
  union {
    double value;
    uint64_t bits;
  } view;
  double root, quotient;
  int32_t step;
  view.value = x;
  if (x == 0 || x != x || view.bits == (uint64_t)0x7ff << 52) return x;
  view.bits = ((view.bits >> 33) + 0x1ff80000u) << 32;
  root = view.value;
  for (step = 0; step < 5; step++) {
    quotient = x / root;
    quotient = root + quotient;
    root = 0.5 * quotient;
  }
  return root;
}
