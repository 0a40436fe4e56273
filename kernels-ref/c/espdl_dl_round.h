/* How ESP-DL 3 rounds and saturates; the twin of espdl/rounding.ts and arithmetic.ts. */
#ifndef ESPDL_DL_ROUND_H
#define ESPDL_DL_ROUND_H

#include <stdint.h>

#include "espdl_dl.h"
#include "espdl_float.h"

static inline int32_t dl_saturate(int32_t value, int32_t low, int32_t high) {
  return value < low ? low : value > high ? high : value;
}

/* A double to an integer in low ... high, which stay within 2^31; NaN becomes low. */
static inline int32_t dl_round_double(double value, int32_t rounding, int32_t low, int32_t high) {
  int32_t below;
  double rest;
  if (!(value > low)) return low;
  if (value >= high) return high;
  below = (int32_t)value;
  if ((double)below > value) below--;
  rest = value - (double)below;
  if (rounding == DL_HALF_UP) return rest >= 0.5 ? below + 1 : below;
  if (rounding == DL_FLOOR) return below;
  return rest > 0.5 || (rest == 0.5 && (below & 1)) ? below + 1 : below;
}

/* A float32 value to an integer: half up is the floor of the float32 next to value + 1/2; NaN becomes low. */
static inline int32_t dl_quantize(double value, int32_t rounding, int32_t low, int32_t high) {
  float sum;
  if (value != value) return low;
  if (rounding != DL_HALF_UP) return dl_round_double(value, rounding, low, high);
  sum = (float)(value + 0.5);
  return dl_round_double((double)sum, DL_FLOOR, low, high);
}

/* value / 2^shift, rounded; a negative shift multiplies (|value| < 2^31 then) and is cut at 32. */
static inline int64_t dl_shifted(int64_t value, int32_t shift, int32_t rounding) {
  int64_t below, rest, half;
  if (shift <= 0) return value * ((int64_t)1 << (shift < -32 ? 32 : -shift));
  if (shift > 62) shift = 62;
  below = value >> shift;
  if (rounding == DL_FLOOR) return below;
  if (rounding == DL_HALF_UP) return below + (value >> (shift - 1) & 1);
  rest = value - below * ((int64_t)1 << shift);
  half = (int64_t)1 << (shift - 1);
  return below + (rest > half || (rest == half && (below & 1)));
}

/* The same between low ... high, which lie within 16 bits; the value is below 2^61. */
static inline int32_t dl_shift(int64_t value, int32_t shift, int32_t rounding, int32_t low, int32_t high) {
  int64_t moved;
  if (shift <= 0 && (value > high || value < low)) return value > high ? high : low;
  moved = dl_shifted(value, shift, rounding);
  return moved < low ? low : moved > high ? high : (int32_t)moved;
}

/* The same of an int32, without arithmetic in 64 bits; a shift of 32 or more leaves 0. */
static inline int32_t dl_shift32(int32_t value, int32_t shift, int32_t rounding, int32_t low, int32_t high) {
  int32_t below;
  uint32_t rest, half;
  if (shift <= 0) {
    if (value > high || value < low) return value > high ? high : low;
    return dl_saturate(value * (1 << (shift < -15 ? 15 : -shift)), low, high);
  }
  if (shift > 31) return dl_saturate(0, low, high);
  below = value >> shift;
  if (rounding == DL_FLOOR) return dl_saturate(below, low, high);
  if (rounding == DL_HALF_UP) return dl_saturate(below + (value >> (shift - 1) & 1), low, high);
  rest = (uint32_t)value & ((1u << shift) - 1u);
  half = 1u << (shift - 1);
  return dl_saturate(below + (rest > half || (rest == half && (below & 1))), low, high);
}

#endif
