#include "espdl_dl_sums.h"
#include "espdl_window.h"

/* The taps of one output pixel that lie inside the image: rows of columns of runs of inputs. */
struct taps {
  int32_t rows, columns, run;
  int32_t row_step, column_step;       /* of the image */
  int32_t row_weights, column_weights; /* of the kernel */
};

#define CONV(S, A, T, W, B, N)                                                                                     \
  static A exact_##N(const struct taps *t, const T *image, const W *kernel, A sum) {                               \
    int32_t r, s, i;                                                                                               \
    for (r = 0; r < t->rows; r++) {                                                                                \
      for (s = 0; s < t->columns; s++) {                                                                           \
        const T *x = image + r * t->row_step + s * t->column_step;                                                 \
        const W *w = kernel + r * t->row_weights + s * t->column_weights;                                          \
        for (i = 0; i < t->run; i++) sum = DL_ADD_##S(sum, x[i], w[i]);                                            \
      }                                                                                                            \
    }                                                                                                              \
    return sum;                                                                                                    \
  }                                                                                                                \
  /* Four rows of the kernel, `length` apart: an input is loaded once for all. */                                  \
  static void exact4_##N(const struct taps *t, const T *image, const W *kernel, int32_t length, A *sum) {          \
    A a0 = sum[0], a1 = sum[1], a2 = sum[2], a3 = sum[3];                                                          \
    int32_t r, s, i;                                                                                               \
    for (r = 0; r < t->rows; r++) {                                                                                \
      for (s = 0; s < t->columns; s++) {                                                                           \
        const T *x = image + r * t->row_step + s * t->column_step;                                                 \
        const W *w0 = kernel + r * t->row_weights + s * t->column_weights;                                         \
        const W *w1 = w0 + length, *w2 = w1 + length, *w3 = w2 + length;                                           \
        for (i = 0; i < t->run; i++) {                                                                             \
          int32_t value = x[i];                                                                                    \
          a0 = DL_ADD_##S(a0, value, w0[i]);                                                                       \
          a1 = DL_ADD_##S(a1, value, w1[i]);                                                                       \
          a2 = DL_ADD_##S(a2, value, w2[i]);                                                                       \
          a3 = DL_ADD_##S(a3, value, w3[i]);                                                                       \
        }                                                                                                          \
      }                                                                                                            \
    }                                                                                                              \
    sum[0] = a0, sum[1] = a1, sum[2] = a2, sum[3] = a3;                                                            \
  }                                                                                                                \
  static A saturating_##N(const struct taps *t, const T *image, const W *kernel, int32_t group, int32_t bits,      \
                          A sum) {                                                                                 \
    int32_t r, s, i, end;                                                                                          \
    for (r = 0; r < t->rows; r++) {                                                                                \
      for (s = 0; s < t->columns; s++) {                                                                           \
        const T *x = image + r * t->row_step + s * t->column_step;                                                 \
        const W *w = kernel + r * t->row_weights + s * t->column_weights;                                          \
        for (i = 0; i < t->run; sum = dl_cut_##S(sum, bits))                                                       \
          for (end = i + group < t->run ? i + group : t->run; i < end; i++) sum = DL_ADD_##S(sum, x[i], w[i]);     \
      }                                                                                                            \
    }                                                                                                              \
    return sum;                                                                                                    \
  }                                                                                                                \
  static void pixel_##N(const struct dl_conv *p, const struct taps *taps, const T *image, const W *kernel,         \
                        const B *bias, const int8_t *shift, T *output) {                                           \
    const struct dl_sums *sums = &p->sums;                                                                         \
    int32_t length = p->depthwise ? 1 : p->kernel_height * p->kernel_width * p->channels;                          \
    int32_t o = 0, k;                                                                                              \
    while (o < p->out_channels) {                                                                                  \
      const T *x = p->depthwise ? image + o : image;                                                               \
      int32_t bits = dl_sum_bits(sums, o);                                                                         \
      if (bits == 0 && !p->depthwise && o + 4 <= p->out_channels && dl_sum_bits(sums, o + 3) == 0) {               \
        A sum[4];                                                                                                  \
        for (k = 0; k < 4; k++) sum[k] = dl_start_##S(bias, o + k, 0);                                             \
        exact4_##N(taps, x, kernel + o * length, length, sum);                                                     \
        for (k = 0; k < 4; k++, o++) output[o] = dl_store_##S(sums, sum[k], shift, o);                             \
        continue;                                                                                                  \
      }                                                                                                            \
      {                                                                                                            \
        A sum = dl_start_##S(bias, o, bits);                                                                       \
        if (bits == 0) sum = exact_##N(taps, x, kernel + o * length, sum);                                         \
        else sum = saturating_##N(taps, x, kernel + o * length, dl_sum_group(sums, o), bits, sum);                 \
        output[o] = dl_store_##S(sums, sum, shift, o);                                                             \
        o++;                                                                                                       \
      }                                                                                                            \
    }                                                                                                              \
  }                                                                                                                \
  void dl_conv_##N(const struct dl_conv *p, const T *input, const W *kernel, const B *bias, const int8_t *shift,   \
                   T *output) {                                                                                    \
    int32_t inputs = p->depthwise ? 1 : p->channels, weights = p->depthwise ? p->channels : inputs;                \
    int32_t joined = !p->depthwise && p->dilation_x == 1 && p->sums.rest_bits == 0 && p->sums.lane_bits == 0;      \
    int32_t n, oy, ox;                                                                                             \
    struct taps taps;                                                                                              \
    taps.row_step = p->dilation_y * p->width * p->channels;                                                        \
    taps.column_step = p->dilation_x * p->channels;                                                                \
    taps.row_weights = p->kernel_width * weights;                                                                  \
    taps.column_weights = weights;                                                                                 \
    for (n = 0; n < p->batch; n++) {                                                                               \
      for (oy = 0; oy < p->out_height; oy++) {                                                                     \
        int32_t y = oy * p->stride_y - p->top;                                                                     \
        int32_t first_r = espdl_first_tap(y, p->dilation_y);                                                       \
        int32_t rows = espdl_end_tap(y, p->dilation_y, p->kernel_height, p->height) - first_r;                     \
        for (ox = 0; ox < p->out_width; ox++, output += p->out_channels) {                                         \
          int32_t x = ox * p->stride_x - p->left;                                                                  \
          int32_t first_s = espdl_first_tap(x, p->dilation_x);                                                     \
          int32_t columns = espdl_end_tap(x, p->dilation_x, p->kernel_width, p->width) - first_s;                  \
          int32_t is_inside = rows > 0 && columns > 0;                                                             \
          int32_t row = y + first_r * p->dilation_y, column = x + first_s * p->dilation_x;                         \
          const T *image = is_inside ? input + ((n * p->height + row) * p->width + column) * p->channels : input;  \
          const W *w = is_inside ? kernel + first_r * taps.row_weights + first_s * weights : kernel;               \
          taps.rows = is_inside ? rows : 0;                                                                        \
          taps.columns = joined ? 1 : columns;                                                                     \
          taps.run = joined ? columns * inputs : inputs;                                                           \
          pixel_##N(p, &taps, image, w, bias, shift, output);                                                      \
        }                                                                                                          \
      }                                                                                                            \
    }                                                                                                              \
  }

CONV(s8, int32_t, int8_t, int8_t, int32_t, s8)
CONV(s16, int64_t, int16_t, int16_t, int64_t, s16)
CONV(s16, int64_t, int16_t, int8_t, int64_t, w8a16)
