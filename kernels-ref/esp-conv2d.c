#include "espdl_kernels.h"
#include "espdl_window.h"

#include <stddef.h>

#define BLOCK 16
/* Inlined into their caller, the loops would share its registers and spill their sums. */
#define KEEP_APART __attribute__((noinline))

/* What an accumulator meets on its way to int8; a step of 0 holds one value for all output channels. */
struct channels {
  const int8_t *shift, *bias;
  int32_t shift_step, bias_step;
  int32_t low;
};

static const int8_t no_bias = 0;

static inline int32_t saturate(int32_t value) { return value < -128 ? -128 : value > 127 ? 127 : value; }

/* Stores output channels o … o + count - 1. relu(saturate(x)) is x between 0 and 127: hence `low`. */
static inline void store(const struct channels *channels, int32_t o, int32_t count, const int32_t *acc,
                         int8_t *output) {
  const int8_t *shift = channels->shift + o * channels->shift_step, *bias = channels->bias + o * channels->bias_step;
  int32_t k;
  for (k = 0; k < count; k++, shift += channels->shift_step, bias += channels->bias_step) {
    int32_t value = *shift >= 0 ? saturate(acc[k] >> *shift) : saturate(saturate(acc[k]) * (1 << -*shift));
    value += *bias;
    output[k] = (int8_t)(value < channels->low ? channels->low : value > 127 ? 127 : value);
  }
}

/* The taps of one output pixel that lie inside the image, as `rows` times `columns` runs of inputs without a gap. */
struct taps {
  int32_t rows, columns, length;
  int32_t row_step, column_step;       /* of the image, from run to run */
  int32_t row_weights, first_weight; /* of one output channel: weights in a row, and before the first tap */
};

/*
 * The sums of 8 (4, 1) output channels, whose weights lie `block` apart. Each input is loaded once for all of them: 3.5 (4)
 * RV32IM instructions a product.
 */
KEEP_APART static void dot8(const struct taps *taps, const int8_t *image, const int8_t *kernel, int32_t block, int32_t *acc) {
  int32_t a0 = 0, a1 = 0, a2 = 0, a3 = 0, a4 = 0, a5 = 0, a6 = 0, a7 = 0, r, s;
  for (r = 0; r < taps->rows; r++) {
    const int8_t *start = image + r * taps->row_step, *w = kernel + (taps->first_weight + r * taps->row_weights) * block;
    for (s = 0; s < taps->columns; s++, start += taps->column_step) {
      const int8_t *x = start, *end = start + taps->length;
      for (; x != end; w += block) {
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
    }
  }
  acc[0] = a0, acc[1] = a1, acc[2] = a2, acc[3] = a3, acc[4] = a4, acc[5] = a5, acc[6] = a6, acc[7] = a7;
}

KEEP_APART static void dot4(const struct taps *taps, const int8_t *image, const int8_t *kernel, int32_t block, int32_t *acc) {
  int32_t a0 = 0, a1 = 0, a2 = 0, a3 = 0, r, s;
  for (r = 0; r < taps->rows; r++) {
    const int8_t *start = image + r * taps->row_step, *w = kernel + (taps->first_weight + r * taps->row_weights) * block;
    for (s = 0; s < taps->columns; s++, start += taps->column_step) {
      const int8_t *x = start, *end = start + taps->length;
      for (; x != end; w += block) {
        int32_t value = *x++;
        a0 += value * w[0];
        a1 += value * w[1];
        a2 += value * w[2];
        a3 += value * w[3];
      }
    }
  }
  acc[0] = a0, acc[1] = a1, acc[2] = a2, acc[3] = a3;
}

static void dot1(const struct taps *taps, const int8_t *image, const int8_t *kernel, int32_t block, int32_t *acc) {
  int32_t a0 = 0, r, s;
  for (r = 0; r < taps->rows; r++) {
    const int8_t *start = image + r * taps->row_step, *w = kernel + (taps->first_weight + r * taps->row_weights) * block;
    for (s = 0; s < taps->columns; s++, start += taps->column_step) {
      const int8_t *x = start, *end = start + taps->length;
      for (; x != end; w += block) a0 += *x++ * *w;
    }
  }
  acc[0] = a0;
}

/* One output pixel of one group: `outputs` channels from channel `first` on, `row` weights each. */
static void convolve(const struct taps *taps, const struct channels *channels, const int8_t *image,
                     const int8_t *kernel, int32_t row, int32_t first, int32_t outputs, int8_t *output) {
  int32_t start, o, made;
  for (start = 0; start < outputs; start += BLOCK, kernel += row * BLOCK) {
    int32_t block = outputs - start < BLOCK ? outputs - start : BLOCK;
    for (o = 0; o < block; o += made) {
      int32_t acc[8];
      made = block - o >= 8 ? 8 : block - o >= 4 ? 4 : 1;
      if (made == 8) dot8(taps, image, kernel + o, block, acc);
      else if (made == 4) dot4(taps, image, kernel + o, block, acc);
      else dot1(taps, image, kernel + o, block, acc);
      store(channels, first + start + o, made, acc, output + start + o);
    }
  }
}

/* Depthwise: every channel has its own inputs; a run is one tap. */
KEEP_APART static void depthwise4(const struct taps *taps, const int8_t *image, const int8_t *kernel, int32_t block,
                       int32_t *acc) {
  int32_t a0 = 0, a1 = 0, a2 = 0, a3 = 0, r;
  for (r = 0; r < taps->rows; r++) {
    const int8_t *x = image + r * taps->row_step, *w = kernel + (taps->first_weight + r * taps->row_weights) * block;
    const int8_t *end = w + taps->columns * block;
    for (; w != end; x += taps->column_step, w += block) {
      a0 += x[0] * w[0];
      a1 += x[1] * w[1];
      a2 += x[2] * w[2];
      a3 += x[3] * w[3];
    }
  }
  acc[0] = a0, acc[1] = a1, acc[2] = a2, acc[3] = a3;
}

static void depthwise1(const struct taps *taps, const int8_t *image, const int8_t *kernel, int32_t block,
                       int32_t *acc) {
  int32_t a0 = 0, r, s;
  for (r = 0; r < taps->rows; r++) {
    const int8_t *x = image + r * taps->row_step, *w = kernel + (taps->first_weight + r * taps->row_weights) * block;
    for (s = 0; s < taps->columns; s++) a0 += x[s * taps->column_step] * w[s * block];
  }
  acc[0] = a0;
}

static void depthwise(const struct taps *taps, const struct channels *channels, const int8_t *image,
                      const int8_t *kernel, int32_t row, int32_t outputs, int8_t *output) {
  int32_t start, o, made;
  for (start = 0; start < outputs; start += BLOCK, kernel += row * BLOCK) {
    int32_t block = outputs - start < BLOCK ? outputs - start : BLOCK;
    for (o = 0; o < block; o += made) {
      int32_t acc[4];
      made = block - o >= 4 ? 4 : 1;
      if (made == 4) depthwise4(taps, image + start + o, kernel + o, block, acc);
      else depthwise1(taps, image + start + o, kernel + o, block, acc);
      store(channels, start + o, made, acc, output + start + o);
    }
  }
}

void espdl_conv2d_s8(const struct espdl_conv2d *p, const int8_t *input, const int8_t *kernel, const int8_t *bias,
                     const int8_t *shift, int32_t shift_step, int8_t *output) {
  int32_t inputs = p->channels / p->groups, outputs = p->out_channels / p->groups;
  int32_t row = p->kernel_height * p->kernel_width * inputs;
  int32_t is_depthwise = p->groups > 1 && inputs == 1 && outputs == 1;
  int32_t joined = p->groups == 1 && p->dilation_x == 1;
  int32_t n, oy, ox, g;
  struct channels channels;
  struct taps taps;
  channels.shift = shift;
  channels.shift_step = shift_step;
  channels.bias = bias ? bias : &no_bias;
  channels.bias_step = bias ? 1 : 0;
  channels.low = p->relu ? 0 : -128;
  taps.row_step = p->dilation_y * p->width * p->channels;
  taps.column_step = p->dilation_x * p->channels;
  taps.row_weights = p->kernel_width * inputs;
  for (n = 0; n < p->batch; n++) {
    for (oy = 0; oy < p->out_height; oy++) {
      int32_t y = oy * p->stride_y - p->top;
      int32_t first_r = espdl_first_tap(y, p->dilation_y);
      taps.rows = espdl_end_tap(y, p->dilation_y, p->kernel_height, p->height) - first_r;
      for (ox = 0; ox < p->out_width; ox++, output += p->out_channels) {
        int32_t x = ox * p->stride_x - p->left;
        int32_t first_s = espdl_first_tap(x, p->dilation_x);
        int32_t columns = espdl_end_tap(x, p->dilation_x, p->kernel_width, p->width) - first_s;
        const int8_t *image = input + ((n * p->height + y + first_r * p->dilation_y) * p->width + x +
                                       first_s * p->dilation_x) * p->channels;
        taps.first_weight = (first_r * p->kernel_width + first_s) * inputs;
        taps.columns = joined ? 1 : columns;
        taps.length = joined ? columns * inputs : inputs;
        if (columns <= 0) taps.columns = taps.length = 0;
        if (is_depthwise) {
          depthwise(&taps, &channels, image, kernel, row, p->channels, output);
          continue;
        }
        for (g = 0; g < p->groups; g++)
          convolve(&taps, &channels, image + g * inputs, kernel + g * row * outputs, row, g * outputs, outputs,
                   output + g * outputs);
      }
    }
  }
}
