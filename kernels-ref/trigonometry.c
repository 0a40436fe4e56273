#include "espdl_float.h"
#include "espdl_kernels.h"

static uint32_t window(int32_t start) {
  static const uint32_t words[10] = {0xa2f983, 0x6e4e44, 0x1529fc, 0x2757d1, 0xf534dd,
                                     0xc0db62, 0x95993c, 0x439041, 0xfe5163, 0xabdebb};
  int32_t word = start / 24, shift = start % 24;
  return ((words[word] << shift) & 0xffffffu) | (words[word + 1] >> (24 - shift));
}

/* The rest within [-pi/4, pi/4]; the quadrant is left in *quadrant. */
static double reduce_large(double x, int32_t *quadrant) {
  double mantissa = x, scale = 1, high, low, rest;
  uint64_t whole, carry = 0;
  uint32_t words[4];
  int32_t exponent = 0, start, i, quarters;
  for (; mantissa >= 16777216.0; exponent++) mantissa = mantissa * 0.5;
  for (; mantissa != (double)(int32_t)mantissa; exponent--) mantissa = mantissa * 2.0;
  whole = (uint64_t)mantissa;
  start = exponent > 2 ? exponent - 2 : 0;
  for (i = 3; i >= 0; i--) {
    uint64_t product = whole * window(start + 24 * i) + carry;
    carry = product >> 24;
    words[i] = (uint32_t)(product & 0xffffffu);
  }
  for (i = exponent - start; i > 0; i--) scale = scale * 2.0;
  for (; i < 0; i++) scale = scale * 0.5;
  high = words[0] * 0x1p-24;
  low = words[2] * 0x1p-72;
  low = words[1] * 0x1p-48 + low;
  rest = (double)carry + high;
  rest = rest * scale;
  quarters = (int32_t)(rest + 0.5);
  rest = (double)carry * scale;
  rest = rest - (double)quarters;
  high = high * scale;
  rest = rest + high;
  low = low * scale;
  rest = rest + low;
  *quadrant = quarters % 4;
  return rest * 1.5707963267948966;
}

static double reduce(double magnitude, int32_t *quadrant) {
  double k, step, rest;
  int32_t whole;
  if (magnitude >= 1048576.0) return reduce_large(magnitude, quadrant);
  step = magnitude * 0.6366197723675814;
  whole = (int32_t)(step + 0.5);
  k = (double)whole;
  step = k * 1.5707963267341256;
  rest = magnitude - step;
  step = k * 6.077100506506192e-11;
  *quadrant = whole % 4;
  return rest - step;
}

static double alternating(const double *steps, int32_t count, double square) {
  double series = 1;
  int32_t i;
  for (i = 0; i < count; i++) {
    series = series * steps[i];
    series = series * square;
    series = 1.0 - series;
  }
  return series;
}

static double sine_series(double r) {
  static const double steps[8] = {1.0 / 272, 1.0 / 210, 1.0 / 156, 1.0 / 110, 1.0 / 72, 1.0 / 42, 1.0 / 20, 1.0 / 6};
  double series = alternating(steps, 8, r * r);
  return r * series;
}

static double cosine_series(double r) {
  static const double steps[9] = {1.0 / 306, 1.0 / 240, 1.0 / 182, 1.0 / 132, 1.0 / 90,
                                  1.0 / 56,  1.0 / 30,  1.0 / 12,  1.0 / 2};
  return alternating(steps, 9, r * r);
}

static double not_a_number(void) {
  union {
    uint64_t bits;
    double value;
  } view;
  view.bits = (uint64_t)0x7ff8 << 48;
  return view.value;
}

double espdl_sine(double x) {
  double magnitude = x < 0 ? -x : x, rest, value;
  int32_t quadrant;
  if (!(magnitude <= 3.4028234663852886e38)) return not_a_number();
  if (magnitude < 0x1p-27) return x;
  rest = reduce(magnitude, &quadrant);
  value = quadrant % 2 == 0 ? sine_series(rest) : cosine_series(rest);
  return (quadrant >= 2) != (x < 0) ? -value : value;
}

double espdl_cosine(double x) {
  double magnitude = x < 0 ? -x : x, rest, value;
  int32_t quadrant;
  if (!(magnitude <= 3.4028234663852886e38)) return not_a_number();
  rest = reduce(magnitude, &quadrant);
  value = quadrant % 2 == 0 ? cosine_series(rest) : sine_series(rest);
  return quadrant == 1 || quadrant == 2 ? -value : value;
}

double espdl_tangent(double x) {
  double magnitude = x < 0 ? -x : x;
  if (!(magnitude <= 3.4028234663852886e38)) return not_a_number();
  return espdl_sine(x) / espdl_cosine(x);
}
