/* One element of each float function and float remainder; the twins of float-functions.ts and its neighbours. */
#ifndef ESPDL_FUNCTIONS_H
#define ESPDL_FUNCTIONS_H

#include <stdint.h>

#include "espdl_float.h"
#include "espdl_kernels.h"

/* A law in double, rounded once. */
#define ESPDL_FUNCTION(NAME, LAW) \
  static inline float espdl_##NAME##_f32(float a) { return (float)LAW(a); }

ESPDL_FUNCTION(exp, espdl_exponential)
ESPDL_FUNCTION(tanh, espdl_hyperbolic_tangent)
ESPDL_FUNCTION(log, espdl_logarithm)
ESPDL_FUNCTION(erf, espdl_error_function)
ESPDL_FUNCTION(sin, espdl_sine)
ESPDL_FUNCTION(cos, espdl_cosine)
ESPDL_FUNCTION(tan, espdl_tangent)
ESPDL_FUNCTION(asin, espdl_arc_sine)
ESPDL_FUNCTION(acos, espdl_arc_cosine)
ESPDL_FUNCTION(atan, espdl_arc_tangent)
ESPDL_FUNCTION(sinh, espdl_hyperbolic_sine)
ESPDL_FUNCTION(cosh, espdl_hyperbolic_cosine)
ESPDL_FUNCTION(asinh, espdl_area_sine)
ESPDL_FUNCTION(acosh, espdl_area_cosine)
ESPDL_FUNCTION(atanh, espdl_area_tangent)

static inline float espdl_power_f32(float a, float b) { return (float)espdl_real_power(a, b); }
static inline float espdl_mod_f32(float a, float b) { return espdl_remainder(a, b); }

static inline float espdl_sign_f32(float a) { return a > 0 ? 1.0f : a < 0 ? -1.0f : a; }
static inline uint8_t espdl_isnan_f32(float a) { return a != a; }
static inline uint8_t espdl_isinf_f32(float a) { return a > 3.4028234663852886e38f || a < -3.4028234663852886e38f; }

/* To integers, the sign of zero kept. From 2^23 on every float is an integer. */
#define ESPDL_IS_WHOLE(a) (!((a) < 8388608.0f && (a) > -8388608.0f) || (a) == 0)
static inline float espdl_floor_f32(float a) {
  float whole;
  if (ESPDL_IS_WHOLE(a)) return a;
  whole = (float)(int32_t)a;
  return whole > a ? whole - 1.0f : whole;
}
static inline float espdl_ceil_f32(float a) { return -espdl_floor_f32(-a); }
static inline float espdl_round_half_even_f32(float a) {
  float below, rest;
  if (ESPDL_IS_WHOLE(a)) return a;
  below = espdl_floor_f32(a);
  rest = a - below;
  if (rest > 0.5f || (rest == 0.5f && ((int32_t)below & 1))) below = below + 1.0f;
  return below == 0 && a < 0 ? -0.0f : below;
}

#endif
