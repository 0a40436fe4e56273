#include "espdl_float.h"
#include "espdl_kernels.h"

static double special(uint64_t exponent, uint64_t fraction) {
  union {
    uint64_t bits;
    double value;
  } view;
  view.bits = exponent << 52 | fraction;
  return view.value;
}

#define INFINITE special(0x7ff, 0)
#define NOT_A_NUMBER special(0x7ff, (uint64_t)1 << 51)

/* 1 for an odd integer, 0 for an even one, -1 for no integer; from 2^24 on every float is even. */
static int32_t parity(double x) {
  double magnitude = x < 0 ? -x : x;
  int32_t whole;
  if (magnitude >= 16777216.0) return 0;
  whole = (int32_t)magnitude;
  return (double)whole == magnitude ? whole & 1 : -1;
}

double espdl_real_power(double base, double exponent) {
  union {
    double value;
    uint64_t bits;
  } view;
  double magnitude = base < 0 ? -base : base, value;
  int32_t odd;
  if (base == 1.0 || exponent == 0) return 1.0;
  if (base != base || exponent != exponent) return NOT_A_NUMBER;
  if (exponent == INFINITE || exponent == -INFINITE) {
    if (magnitude == 1.0) return 1.0;
    return (magnitude > 1.0) == (exponent > 0) ? INFINITE : 0.0;
  }
  odd = parity(exponent);
  view.value = base;
  if (base < 0 && magnitude != INFINITE && odd < 0) return NOT_A_NUMBER;
  if (magnitude == 0) value = exponent > 0 ? 0.0 : INFINITE;
  else if (exponent == 2.0) value = magnitude * magnitude;
  else {
    value = exponent * espdl_logarithm(magnitude);
    value = espdl_exponential(value);
  }
  return view.bits >> 63 && odd == 1 ? -value : value;
}

int64_t espdl_integer_power(int64_t base, int64_t exponent) {
  uint64_t value = 1, square = (uint64_t)base;
  if (exponent < 0) return base == 1 ? 1 : base != -1 ? 0 : exponent % 2 == 0 ? 1 : -1;
  for (; exponent > 0; exponent >>= 1) {
    if (exponent & 1) value *= square;
    square *= square;
  }
  return (int64_t)value;
}
