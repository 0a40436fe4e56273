#include "espdl_float.h"
#include "espdl_kernels.h"

union view {
  float value;
  uint32_t bits;
};

/* |x| = mantissa * 2^exponent, the mantissa below 2^24. */
static uint64_t mantissa_of(uint32_t bits, int32_t *exponent) {
  uint32_t biased = bits >> 23 & 255;
  *exponent = biased ? (int32_t)biased - 150 : -149;
  return (bits & 0x7fffffu) | (biased ? 0x800000u : 0);
}

float espdl_remainder(float left, float right) {
  union view a, b;
  uint64_t rest, divisor;
  int32_t from, to;
  double value;
  a.value = left;
  b.value = right;
  if (left != left || right != right || right == 0 || (a.bits & 0x7fffffffu) == 0x7f800000u) {
    a.bits = 0x7fc00000u;
    return a.value;
  }
  rest = mantissa_of(a.bits, &from);
  divisor = mantissa_of(b.bits, &to);
  if ((b.bits & 0x7fffffffu) == 0x7f800000u) return left;
  /* Either the left is shifted up bit by bit, or the divisor is, as far as it stays below the left. */
  for (; from > to; from--) rest = (rest << 1) % divisor;
  for (; to > from && divisor <= rest; to--) divisor <<= 1;
  if (to == from) rest %= divisor;
  value = (double)rest;
  for (; from > 0; from--) value = value * 2.0;
  for (; from < 0; from++) value = value * 0.5;
  return a.bits >> 31 ? (float)-value : (float)value;
}
