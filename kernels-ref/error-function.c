#include "espdl_float.h"
#include "espdl_kernels.h"

static double polynomial(const double *coefficients, int32_t count, double x) {
  double value = coefficients[0];
  int32_t i;
  for (i = 1; i < count; i++) {
    value = value * x;
    value = value + coefficients[i];
  }
  return value;
}

double espdl_error_function(double x) {
  static const double near_above[5] = {1.85777706184603153e-1, 3.16112374387056560, 1.13864154151050156e2,
                                       3.77485237685302021e2, 3.20937758913846947e3};
  static const double near_below[5] = {1, 2.36012909523441209e1, 2.44024637934441733e2, 1.28261652607737228e3,
                                       2.84423683343917062e3};
  static const double far_above[9] = {2.15311535474403846e-8, 5.64188496988670089e-1, 8.88314979438837594,
                                      6.61191906371416295e1,  2.98635138197400131e2,  8.81952221241769090e2,
                                      1.71204761263407058e3,  2.05107837782607147e3,  1.23033935479799725e3};
  static const double far_below[9] = {1,                     1.57449261107098347e1, 1.17693950891312499e2,
                                      5.37181101862009858e2, 1.62138957456669019e3, 3.29079923573345963e3,
                                      4.36261909014324716e3, 3.43936767414372164e3, 1.23033935480374942e3};
  double magnitude = x < 0 ? -x : x, square = x * x, value, divisor;
  if (!(magnitude < 4.0)) return magnitude >= 4.0 ? (x < 0 ? -1.0 : 1.0) : x;
  if (magnitude < 0.46875) {
    value = polynomial(near_above, 5, square);
    divisor = polynomial(near_below, 5, square);
    value = x * value;
    return value / divisor;
  }
  value = polynomial(far_above, 9, magnitude);
  divisor = polynomial(far_below, 9, magnitude);
  value = espdl_exponential(-square) * value;
  value = value / divisor;
  return x < 0 ? value - 1.0 : 1.0 - value;
}
