#include "espdl_float.h"
#include "espdl_kernels.h"

double espdl_positive_power(double x, double p) {
  double power = p * espdl_logarithm(x);
  return espdl_exponential(power);
}
