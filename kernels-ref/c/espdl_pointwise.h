/* One element of each pointwise operator; the twins of the TypeScript files of the same names. */
#ifndef ESPDL_POINTWISE_H
#define ESPDL_POINTWISE_H

#include <stdint.h>

#include "espdl_float.h"
#include "espdl_functions.h"
#include "espdl_kernels.h"

/* Integers wrap. `T` is the type, `U` an unsigned one at least as wide in which overflow is defined. */
#define ESPDL_INTEGER(T, U, S)                                                                   \
  static inline T espdl_add_##S(T a, T b) { return (T)((U)a + (U)b); }                           \
  static inline T espdl_subtract_##S(T a, T b) { return (T)((U)a - (U)b); }                      \
  static inline T espdl_multiply_##S(T a, T b) { return (T)((U)a * (U)b); }                      \
  static inline T espdl_negative_##S(T a) { return (T)(0u - (U)a); }                             \
  static inline T espdl_clip_##S(T a, T low, T high) { return a < low ? low : a > high ? high : a; } \
  static inline T espdl_power_##S(T a, T b) { return (T)espdl_integer_power((int64_t)a, (int64_t)b); } \
  static inline T espdl_bitwise_and_##S(T a, T b) { return (T)(a & b); }                         \
  static inline T espdl_bitwise_or_##S(T a, T b) { return (T)(a | b); }                          \
  static inline T espdl_bitwise_xor_##S(T a, T b) { return (T)(a ^ b); }                         \
  static inline T espdl_bitwise_not_##S(T a) { return (T)~(U)a; }

/* Division truncates; by zero it gives 0, and so does the remainder. */
#define ESPDL_SIGNED(T, U, S)                                                                    \
  ESPDL_INTEGER(T, U, S)                                                                         \
  static inline T espdl_abs_##S(T a) { return a < 0 ? espdl_negative_##S(a) : a; }               \
  static inline T espdl_sign_##S(T a) { return a > 0 ? 1 : a < 0 ? -1 : 0; }                     \
  static inline T espdl_divide_##S(T a, T b) { return b == 0 ? 0 : b == -1 ? espdl_negative_##S(a) : (T)(a / b); } \
  static inline T espdl_mod_##S(T a, T b) { return b == 0 || b == -1 ? 0 : (T)(a % b); }         \
  static inline T espdl_floor_mod_##S(T a, T b) {                                                \
    T rest = espdl_mod_##S(a, b);                                                                \
    return rest != 0 && (rest < 0) != (b < 0) ? (T)(rest + b) : rest;                            \
  }

/* Shifts by the width or more give 0. */
#define ESPDL_UNSIGNED(T, U, S)                                                                  \
  ESPDL_INTEGER(T, U, S)                                                                         \
  static inline T espdl_abs_##S(T a) { return a; }                                               \
  static inline T espdl_sign_##S(T a) { return a != 0; }                                         \
  static inline T espdl_divide_##S(T a, T b) { return b == 0 ? 0 : (T)(a / b); }                 \
  static inline T espdl_mod_##S(T a, T b) { return b == 0 ? 0 : (T)(a % b); }                    \
  static inline T espdl_floor_mod_##S(T a, T b) { return espdl_mod_##S(a, b); }                  \
  static inline T espdl_left_shift_##S(T a, T b) { return b < 8 * sizeof(T) ? (T)((U)a << b) : 0; } \
  static inline T espdl_right_shift_##S(T a, T b) { return b < 8 * sizeof(T) ? (T)(a >> b) : 0; }

#define ESPDL_ORDERED(T, S)                                                            \
  static inline T espdl_maximum_##S(T a, T b) { return a > b ? a : b; }                \
  static inline T espdl_minimum_##S(T a, T b) { return a < b ? a : b; }                \
  static inline T espdl_relu_##S(T a) { return a > 0 ? a : 0; }                        \
  static inline uint8_t espdl_equal_##S(T a, T b) { return a == b; }                   \
  static inline uint8_t espdl_greater_##S(T a, T b) { return a > b; }                  \
  static inline uint8_t espdl_greater_equal_##S(T a, T b) { return a >= b; }           \
  static inline uint8_t espdl_less_##S(T a, T b) { return a < b; }                     \
  static inline uint8_t espdl_less_equal_##S(T a, T b) { return a <= b; }              \
  static inline T espdl_where_##S(uint8_t test, T yes, T no) { return test ? yes : no; }

ESPDL_SIGNED(int8_t, uint32_t, i8)
ESPDL_SIGNED(int16_t, uint32_t, i16)
ESPDL_SIGNED(int32_t, uint32_t, i32)
ESPDL_SIGNED(int64_t, uint64_t, i64)
ESPDL_UNSIGNED(uint8_t, uint32_t, u8)
ESPDL_UNSIGNED(uint16_t, uint32_t, u16)
ESPDL_UNSIGNED(uint32_t, uint32_t, u32)
ESPDL_UNSIGNED(uint64_t, uint64_t, u64)
ESPDL_ORDERED(int8_t, i8)
ESPDL_ORDERED(int16_t, i16)
ESPDL_ORDERED(int32_t, i32)
ESPDL_ORDERED(int64_t, i64)
ESPDL_ORDERED(uint8_t, u8)
ESPDL_ORDERED(uint16_t, u16)
ESPDL_ORDERED(uint32_t, u32)
ESPDL_ORDERED(uint64_t, u64)
ESPDL_ORDERED(float, f32)

/* bool is one byte, 0 or 1. */
static inline uint8_t espdl_logical_not_u8(uint8_t a) { return !a; }

static inline float espdl_add_f32(float a, float b) { return a + b; }
static inline float espdl_subtract_f32(float a, float b) { return a - b; }
static inline float espdl_multiply_f32(float a, float b) { return a * b; }
static inline float espdl_divide_f32(float a, float b) { return a / b; }
static inline float espdl_negative_f32(float a) { return -a; }
static inline float espdl_abs_f32(float a) { return a < 0 ? -a : a == 0 ? 0.0f : a; }
/* NaN becomes `high`. */
static inline float espdl_clip_f32(float a, float low, float high) { return !(a < high) ? high : a > low ? a : low; }
static inline float espdl_leaky_relu_f32(float a, float slope) { return a > 0 ? a : a * slope; }

/* To the nearest integer, ties away from zero; keeps the sign of zero. From 2^23 on every float is an integer. */
static inline float espdl_round_f32(float a) {
  float whole, rest;
  if (!(a < 8388608.0f && a > -8388608.0f) || a == 0) return a;
  whole = (float)(int32_t)a;
  rest = a - whole;
  if (rest >= 0.5f) return whole + 1.0f;
  if (rest <= -0.5f) return whole - 1.0f;
  return whole == 0 && a < 0 ? -0.0f : whole;
}

static inline float espdl_sigmoid_f32(float a) {
  float power = (float)espdl_exponential(-a);
  float sum = 1.0f + power;
  return 1.0f / sum;
}

/* The IEEE square root: 25 bits of it by the digit method, the last of which tells how to round. */
static inline float espdl_sqrt_f32(float a) {
  union { float value; uint32_t bits; } view;
  uint32_t mantissa, root = 0, bit = 1u << 24;
  uint64_t square;
  int32_t exponent;
  view.value = a;
  if (a == 0 || a != a || view.bits == 0x7f800000u) return a;
  if (a < 0) {
    view.bits = 0x7fc00000u;
    return view.value;
  }
  exponent = (int32_t)(view.bits >> 23);
  mantissa = view.bits & 0x7fffffu;
  if (exponent > 0) mantissa |= 0x800000u;
  else exponent = 1;
  while (!(mantissa & 0x800000u)) {
    mantissa <<= 1;
    exponent--;
  }
  /* a = mantissa * 2^(exponent - 150); an even power of two leaves the root. */
  exponent -= 150;
  square = (uint64_t)mantissa << (exponent & 1 ? 25 : 26);
  exponent = (exponent - (exponent & 1 ? 25 : 26)) / 2;
  for (; bit; bit >>= 1)
    if ((uint64_t)(root | bit) * (root | bit) <= square) root |= bit;
  /* A root of 25 bits is never exactly half way unless it is exact, and then its last bit is 0. */
  root = (root >> 1) + (root & 1);
  if (root == 0x1000000u) {
    root >>= 1;
    exponent++;
  }
  view.bits = (uint32_t)(exponent + 1 + 150) << 23 | (root & 0x7fffffu);
  return view.value;
}
static inline float espdl_rsqrt_f32(float a) {
  float root = espdl_sqrt_f32(a);
  return 1.0f / root;
}

/* An arithmetic shift, exact for any amount; a negative one is a saturating left shift. */
static inline int32_t espdl_right_shift_i32(int32_t a, int32_t amount) {
  if (amount >= 0) return a >> (amount > 31 ? 31 : amount);
  if (a == 0) return 0;
  if (amount < -31) return a < 0 ? INT32_MIN : INT32_MAX;
  {
    int64_t wide = (int64_t)((uint64_t)(int64_t)a << -amount);
    return wide < INT32_MIN ? INT32_MIN : wide > INT32_MAX ? INT32_MAX : (int32_t)wide;
  }
}
static inline int64_t espdl_right_shift_i64(int64_t a, int64_t amount) {
  if (amount >= 0) return a >> (amount > 63 ? 63 : amount);
  if (a == 0) return 0;
  if (amount > -64) {
    int64_t back = (int64_t)((uint64_t)a << -amount);
    if (back >> -amount == a) return back;
  }
  return a < 0 ? INT64_MIN : INT64_MAX;
}

/* round-half-up(a * multiplier * 2^(left - right - 31)), low 32 bits; |a * 2^left * multiplier| < 2^62. */
static inline int32_t espdl_fixed_point_multiply_i32(int32_t a, int32_t multiplier, int32_t left, int32_t right) {
  int32_t total = 31 + right;
  int64_t product;
  if (multiplier == 1 << 30) {
    int32_t up = left - right - 1;
    if (up >= 0) return up > 31 ? 0 : (int32_t)((uint32_t)a << up);
    if (up < -62) return 0;
    return (int32_t)(((int64_t)a + ((int64_t)1 << (-up - 1))) >> -up);
  }
  if (total > 62) return 0;
  product = (int64_t)((uint64_t)(int64_t)a << left) * multiplier;
  return (int32_t)((product + ((int64_t)1 << (total - 1))) >> total);
}

/* The integer that a float is truncated to, its low 64 bits; 0 for NaN and infinity. */
static inline int64_t espdl_truncate_f32(float a) {
  union { float value; uint32_t bits; } view;
  uint64_t low;
  int32_t exponent;
  if (a < 9223372036854775808.0f && a >= -9223372036854775808.0f) return (int64_t)a;
  view.value = a;
  exponent = (int32_t)(view.bits >> 23 & 255) - 150;
  low = exponent < 64 ? (uint64_t)((view.bits & 0x7fffffu) | 0x800000u) << exponent : 0;
  return (int64_t)(view.bits >> 31 ? 0 - low : low);
}

#endif
