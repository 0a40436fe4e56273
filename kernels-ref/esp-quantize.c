#include "espdl_float.h"
#include "espdl_kernels.h"

typedef union {
  float value;
  uint32_t bits;
} view;

/*
 * x / 2^power in integers, for chips without a float unit: a float is mantissa * 2^(exponent - 150), so the quotient is the
 * mantissa shifted, and a shift that adds a half first rounds ties away from zero. NaN becomes 127.
 */
static int8_t quantize(uint32_t bits, int32_t power) {
  uint32_t mantissa = (bits & 0x7fffffu) | 0x800000u;
  int32_t exponent = (int32_t)(bits >> 23 & 255u);
  int32_t shift = 150 + power - exponent;
  uint32_t limit = bits >> 31 ? 128 : 127, magnitude;
  /* Below a quarter; subnormals are there too, for 2^power is far larger. */
  if (shift > 25) return 0;
  if (exponent == 255 && mantissa != 0x800000u) return 127;
  if (shift <= 0) magnitude = limit;
  else magnitude = (mantissa + (1u << (shift - 1))) >> shift;
  if (magnitude > limit) magnitude = limit;
  return (int8_t)(bits >> 31 ? -(int32_t)magnitude : (int32_t)magnitude);
}

static int8_t round_quotient(float x) {
  int32_t whole;
  float rest;
  /* What rounds to a limit or beyond it. */
  if (!(x < 126.5f)) return 127;
  if (x < -127.5f) return -128;
  whole = (int32_t)x;
  rest = x - (float)whole;
  if (rest >= 0.5f) whole++;
  else if (rest <= -0.5f) whole--;
  return (int8_t)whole;
}

void espdl_quantize_f32(float scale, const float *input, int32_t count, int8_t *output) {
  view divisor;
  int32_t power, i;
  divisor.value = scale;
  power = (int32_t)(divisor.bits >> 23) - 127;
  if ((divisor.bits & 0x7fffffu) == 0 && power > -64 && power < 64) {
    for (i = 0; i < count; i++) {
      view x;
      x.value = input[i];
      output[i] = quantize(x.bits, power);
    }
    return;
  }
  for (i = 0; i < count; i++) output[i] = round_quotient(input[i] / scale);
}

/* int8 times a power of two in integers: the float's exponent is the position of the highest bit. */
static uint32_t dequantize(int32_t value, int32_t power) {
  uint32_t sign = value < 0 ? 0x80000000u : 0, mantissa = (uint32_t)(value < 0 ? -value : value);
  int32_t exponent = 127 + 7 + power;
  if (mantissa == 0) return 0;
  if (mantissa < 16) {
    mantissa <<= 4;
    exponent -= 4;
  }
  while (mantissa < 128) {
    mantissa <<= 1;
    exponent--;
  }
  return sign | (uint32_t)exponent << 23 | (mantissa & 127u) << 16;
}

void espdl_dequantize_s8(float scale, int32_t low, const int8_t *input, int32_t count, float *output) {
  view factor;
  int32_t power, i;
  factor.value = scale;
  power = (int32_t)(factor.bits >> 23) - 127;
  if ((factor.bits & 0x7fffffu) == 0 && power > -64 && power < 64) {
    for (i = 0; i < count; i++) {
      view x;
      x.bits = dequantize(input[i] < low ? low : input[i], power);
      output[i] = x.value;
    }
    return;
  }
  for (i = 0; i < count; i++) output[i] = (float)(input[i] < low ? low : input[i]) * scale;
}
