#include "espdl_kernels.h"
#include "espdl_window.h"

#include <stddef.h>

#define BLOCK 16

static int32_t saturate(int32_t value) { return value < -128 ? -128 : value > 127 ? 127 : value; }

/* Anything beyond int8 saturates alike, so a left shift may stop where it has left int8 for certain. */
static int32_t shift_right(int32_t acc, int32_t shift) {
  if (shift >= 0) return acc >> (shift > 31 ? 31 : shift);
  if (shift < -8) shift = -8;
  return saturate(acc) * (1 << -shift);
}

struct channel {
  const int8_t *bias, *shift;
  int32_t shift_step, relu;
};

static int8_t requantize(const struct channel *p, int32_t o, int32_t acc) {
  int32_t value = saturate(shift_right(acc, p->shift[o * p->shift_step]));
  if (p->bias) value = saturate(value + p->bias[o]);
  return (int8_t)(p->relu && value < 0 ? 0 : value);
}

/*
 * `acc` += `count` inputs, one after the other, times their rows of weights, `step` apart. Each input is loaded once for
 * 8 (4) output channels: 3.5 (4) RV32IM instructions a product.
 */
static void dot8(const int8_t *x, const int8_t *w, int32_t count, int32_t step, int32_t *acc) {
  int32_t a0 = acc[0], a1 = acc[1], a2 = acc[2], a3 = acc[3], a4 = acc[4], a5 = acc[5], a6 = acc[6], a7 = acc[7];
  const int8_t *end = x + count;
  for (; x != end; w += step) {
    int32_t value = *x++;
    a0 += value * w[0];
    a1 += value * w[1];
    a2 += value * w[2];
    a3 += value * w[3];
    a4 += value * w[4];
    a5 += value * w[5];
    a6 += value * w[6];
    a7 += value * w[7];
  }
  acc[0] = a0, acc[1] = a1, acc[2] = a2, acc[3] = a3, acc[4] = a4, acc[5] = a5, acc[6] = a6, acc[7] = a7;
}

static void dot4(const int8_t *x, const int8_t *w, int32_t count, int32_t step, int32_t *acc) {
  int32_t a0 = acc[0], a1 = acc[1], a2 = acc[2], a3 = acc[3];
  const int8_t *end = x + count;
  for (; x != end; w += step) {
    int32_t value = *x++;
    a0 += value * w[0];
    a1 += value * w[1];
    a2 += value * w[2];
    a3 += value * w[3];
  }
  acc[0] = a0, acc[1] = a1, acc[2] = a2, acc[3] = a3;
}

static void dot1(const int8_t *x, const int8_t *w, int32_t count, int32_t step, int32_t *acc) {
  int32_t a0 = acc[0];
  const int8_t *end = x + count;
  for (; x != end; w += step) a0 += *x++ * *w;
  acc[0] = a0;
}

typedef void (*dot)(const int8_t *x, const int8_t *w, int32_t count, int32_t step, int32_t *acc);

/* The taps of one output pixel that lie inside the image. */
struct taps {
  int32_t first_r, end_r, first_s, end_s;
  int32_t offset;
};

static struct taps taps_of(const struct espdl_conv2d *p, int32_t n, int32_t oy, int32_t ox) {
  int32_t y = oy * p->stride_y - p->top, x = ox * p->stride_x - p->left;
  struct taps taps;
  taps.first_r = espdl_first_tap(y, p->dilation_y);
  taps.end_r = espdl_end_tap(y, p->dilation_y, p->kernel_height, p->height);
  taps.first_s = espdl_first_tap(x, p->dilation_x);
  taps.end_s = espdl_end_tap(x, p->dilation_x, p->kernel_width, p->width);
  taps.offset = ((n * p->height + y + taps.first_r * p->dilation_y) * p->width + x + taps.first_s * p->dilation_x) *
                p->channels;
  return taps;
}

/* One output pixel of one group: `width` output channels of a block at a time, as many as `run` makes. */
static void convolve(const struct espdl_conv2d *p, const struct taps *taps, dot run, const int8_t *input,
                     const int8_t *kernel, int32_t block, int32_t *acc) {
  int32_t inputs = p->channels / p->groups, columns = taps->end_s - taps->first_s, r, s;
  int32_t joined = p->groups == 1 && p->dilation_x == 1;
  int32_t runs = joined ? 1 : columns, length = joined ? columns * inputs : inputs;
  if (columns <= 0) return;
  for (r = taps->first_r; r < taps->end_r; r++) {
    const int8_t *x = input + (r - taps->first_r) * p->dilation_y * p->width * p->channels;
    const int8_t *w = kernel + (r * p->kernel_width + taps->first_s) * inputs * block;
    for (s = 0; s < runs; s++) {
      run(x, w, length, block, acc);
      x += p->dilation_x * p->channels;
      w += inputs * block;
    }
  }
}

static void convolve_group(const struct espdl_conv2d *p, const struct taps *taps, const struct channel *channel,
                           const int8_t *input, const int8_t *kernel, int32_t first, int8_t *output) {
  int32_t outputs = p->out_channels / p->groups, row = p->kernel_height * p->kernel_width * (p->channels / p->groups);
  int32_t start, o, k;
  for (start = 0; start < outputs; start += BLOCK, kernel += row * BLOCK) {
    int32_t block = outputs - start < BLOCK ? outputs - start : BLOCK, made;
    for (o = 0; o < block; o += made) {
      int32_t acc[8] = {0};
      made = block - o >= 8 ? 8 : block - o >= 4 ? 4 : 1;
      convolve(p, taps, made == 8 ? dot8 : made == 4 ? dot4 : dot1, input, kernel + o, block, acc);
      for (k = 0; k < made; k++) output[start + o + k] = requantize(channel, first + start + o + k, acc[k]);
    }
  }
}

/* Depthwise: `acc` += `count` taps, each with its own weights. */
static void taps4(const int8_t *x, int32_t x_step, const int8_t *w, int32_t w_step, int32_t count, int32_t *acc) {
  int32_t a0 = acc[0], a1 = acc[1], a2 = acc[2], a3 = acc[3];
  const int8_t *end = w + count * w_step;
  for (; w != end; x += x_step, w += w_step) {
    a0 += x[0] * w[0];
    a1 += x[1] * w[1];
    a2 += x[2] * w[2];
    a3 += x[3] * w[3];
  }
  acc[0] = a0, acc[1] = a1, acc[2] = a2, acc[3] = a3;
}

static void taps1(const int8_t *x, int32_t x_step, const int8_t *w, int32_t w_step, int32_t count, int32_t *acc) {
  int32_t a0 = acc[0];
  const int8_t *end = w + count * w_step;
  for (; w != end; x += x_step, w += w_step) a0 += x[0] * w[0];
  acc[0] = a0;
}

static void depthwise(const struct espdl_conv2d *p, const struct taps *taps, const struct channel *channel,
                      const int8_t *input, const int8_t *kernel, int8_t *output) {
  int32_t columns = taps->end_s - taps->first_s, x_step = p->dilation_x * p->channels, o, k, r, made;
  for (o = 0; o < p->channels; o += made) {
    int32_t start = o / BLOCK * BLOCK;
    int32_t block = p->channels - start < BLOCK ? p->channels - start : BLOCK;
    int32_t acc[4] = {0};
    made = start + block - o >= 4 ? 4 : 1;
    for (r = taps->first_r; r < taps->end_r && columns > 0; r++) {
      const int8_t *x = input + (r - taps->first_r) * p->dilation_y * p->width * p->channels + o;
      const int8_t *w = kernel + start * p->kernel_height * p->kernel_width +
                        (r * p->kernel_width + taps->first_s) * block + (o - start);
      if (made == 4) taps4(x, x_step, w, block, columns, acc);
      else taps1(x, x_step, w, block, columns, acc);
    }
    for (k = 0; k < made; k++) output[o + k] = requantize(channel, o + k, acc[k]);
  }
}

void espdl_conv2d_s8(const struct espdl_conv2d *p, const int8_t *input, const int8_t *kernel, const int8_t *bias,
                     const int8_t *shift, int32_t shift_step, int8_t *output) {
  struct channel channel;
  int32_t inputs = p->channels / p->groups, outputs = p->out_channels / p->groups;
  int32_t group_weights = p->kernel_height * p->kernel_width * inputs * outputs, n, oy, ox, g;
  channel.bias = bias;
  channel.shift = shift;
  channel.shift_step = shift_step;
  channel.relu = p->relu;
  for (n = 0; n < p->batch; n++) {
    for (oy = 0; oy < p->out_height; oy++) {
      for (ox = 0; ox < p->out_width; ox++, output += p->out_channels) {
        struct taps taps = taps_of(p, n, oy, ox);
        if (inputs == 1 && outputs == 1 && p->groups > 1) {
          depthwise(p, &taps, &channel, input + taps.offset, kernel, output);
          continue;
        }
        for (g = 0; g < p->groups; g++)
          convolve_group(p, &taps, &channel, input + taps.offset + g * inputs, kernel + g * group_weights, g * outputs,
                         output + g * outputs);
      }
    }
  }
}
