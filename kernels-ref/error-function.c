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
  static const double near_above[5] = {0.18577770618460315, 3.1611237438705655, 113.86415415105016,
                                       377.485237685302, 3209.3775891384694};
  static const double near_below[5] = {1, 23.601290952344122, 244.02463793444173, 1282.6165260773723,
                                       2844.236833439171};
  static const double far_above[9] = {2.1531153547440383e-8, 0.5641884969886701, 8.883149794388377,
                                      66.11919063714163,  298.6351381974001,  881.952221241769,
                                      1712.0476126340707,  2051.0783778260716,  1230.3393547979972};
  static const double far_below[9] = {1,                     15.744926110709835, 117.6939508913125,
                                      537.1811018620099, 1621.3895745666903, 3290.7992357334597,
                                      4362.619090143247, 3439.3676741437216, 1230.3393548037495};
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
