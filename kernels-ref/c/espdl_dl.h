/*
 * The operators of ESP-DL 3 in portable C: twins of kernels-ref/espdl/, equal byte for byte. No heap, no libm. The laws of
 * espdl_kernels.h hold here too. What a chip does otherwise (rounding, lanes, shifts that its vector unit cuts) comes in
 * as a number. Suffixes: s8, s16, f32.
 */
#ifndef ESPDL_DL_H
#define ESPDL_DL_H

#include "espdl_kernels.h"

#ifdef __cplusplus
extern "C" {
#endif

enum dl_rounding { DL_HALF_UP, DL_HALF_EVEN, DL_FLOOR };

/*
 * Product sums. Output channel o starts from its bias, is divided by 2^shift[o * shift_step], rounded and limited to low ...
 * the dtype's end. The first `lane_channels` channels are sums in lanes of `lane_bits` that saturate after every product,
 * the others saturate at `rest_bits` after every 8 products of a tap; 0 bits: they do not saturate.
 */
struct dl_sums {
  int32_t shift_step, rounding, low;
  int32_t lane_channels, lane_bits, rest_bits;
};
/* NHWC. The kernel is [out channel][row][column][in channel], of a depthwise one [row][column][channel]. */
struct dl_conv {
  struct dl_sums sums;
  int32_t batch, height, width, channels;
  int32_t out_height, out_width, out_channels;
  int32_t kernel_height, kernel_width;
  int32_t stride_y, stride_x, dilation_y, dilation_x, top, left;
  int32_t depthwise;
};
/*
 * `count` products of [rows, depth] and [depth, columns]; which matrices they take lies in a box of counts and of strides
 * in matrices. Element (k, n) of a right one is at base + k * step: whole blocks of `block` columns are [k][block], what is
 * left is [n][k].
 */
struct dl_matmul {
  struct dl_sums sums;
  int32_t rows, depth, columns, block;
  int32_t count, rank, shape[ESPDL_RANK_MAX], left_stride[ESPDL_RANK_MAX], right_stride[ESPDL_RANK_MAX];
};
#define DL_PRODUCTS(S, T, W, B)                                                                                  \
  void dl_conv_##S(const struct dl_conv *conv, const T *input, const W *kernel, const B *bias, const int8_t *shift, \
                   T *output);                                                                                   \
  void dl_matmul_##S(const struct dl_matmul *matmul, const T *left, const W *right, const B *bias,               \
                     const int8_t *shift, T *output);
DL_PRODUCTS(s8, int8_t, int8_t, int32_t)
DL_PRODUCTS(s16, int16_t, int16_t, int64_t)
DL_PRODUCTS(w8a16, int16_t, int8_t, int64_t)

/* Two operands that are stretched over a box: strides of 0 repeat. */
struct dl_binary {
  int32_t rank, shape[ESPDL_RANK_MAX], left[ESPDL_RANK_MAX], right[ESPDL_RANK_MAX];
};
/* Scales are float32 powers of two. `variant` is a bit set of enum dl_division. */
struct dl_scaled {
  struct dl_binary box;
  int32_t rounding, shift, variant;
  float left_scale, right_scale, rescale;
};
enum dl_division { DL_MULTIPLIES = 1, DL_TABLE = 2 };
#define DL_BINARY(S, T)                                                                          \
  void dl_add_##S(const struct dl_binary *box, const T *left, const T *right, T *output);        \
  void dl_sub_##S(const struct dl_binary *box, const T *left, const T *right, T *output);        \
  void dl_equal_##S(const struct dl_binary *box, const T *left, const T *right, uint8_t *output); \
  void dl_greater_##S(const struct dl_binary *box, const T *left, const T *right, uint8_t *output); \
  void dl_greater_or_equal_##S(const struct dl_binary *box, const T *left, const T *right, uint8_t *output); \
  void dl_mul_##S(const struct dl_scaled *scaled, const T *left, const T *right, T *output);     \
  void dl_div_##S(const struct dl_scaled *scaled, const T *left, const T *right, T *output);     \
  void dl_mod_##S(const struct dl_scaled *scaled, const T *left, const T *right, T *output);     \
  void dl_pow_##S(const struct dl_scaled *scaled, const T *left, const T *right, T *output);
DL_BINARY(s8, int8_t)
DL_BINARY(s16, int16_t)
DL_BINARY(f32, float)
/* The exact product is shifted, as a vector unit does it. */
void dl_mul_shift_s8(const struct dl_scaled *scaled, const int8_t *left, const int8_t *right, int8_t *output);
void dl_mul_shift_s16(const struct dl_scaled *scaled, const int16_t *left, const int16_t *right, int16_t *output);

/* A float32 formula on every element: integers times scale, the result times rescale. */
struct dl_formula {
  int32_t count, rounding;
  float scale, rescale, alpha, beta;
};
#define DL_FORMULA(NAME)                                                                    \
  void dl_##NAME##_s8(const struct dl_formula *formula, const int8_t *input, int8_t *output);    \
  void dl_##NAME##_s16(const struct dl_formula *formula, const int16_t *input, int16_t *output); \
  void dl_##NAME##_f32(const struct dl_formula *formula, const float *input, float *output);
DL_FORMULA(elu)
DL_FORMULA(exp)
DL_FORMULA(hard_sigmoid)
DL_FORMULA(hard_swish)
DL_FORMULA(leaky_relu)
DL_FORMULA(log)
DL_FORMULA(neg)
DL_FORMULA(relu)
DL_FORMULA(sigmoid)
DL_FORMULA(sqrt)
DL_FORMULA(swish)
DL_FORMULA(tanh)
/* alpha ... beta are the bounds, on the data's own grid. */
DL_FORMULA(clip)

/* Quantize, dequantize, requantize: times scale, a float32, times rescale. */
#define DL_REQUANTIZE(S, T)                                                                 \
  void dl_requantize_s8_##S(const struct dl_formula *formula, const int8_t *input, T *output);   \
  void dl_requantize_s16_##S(const struct dl_formula *formula, const int16_t *input, T *output); \
  void dl_requantize_f32_##S(const struct dl_formula *formula, const float *input, T *output);
DL_REQUANTIZE(s8, int8_t)
DL_REQUANTIZE(s16, int16_t)
DL_REQUANTIZE(f32, float)
/* As a vector unit does it: times `factor`, the product in a lane of `bits` (0: as wide as needed), shifted to the right. */
struct dl_rescale {
  int32_t count, rounding, factor, shift, bits;
};
#define DL_RESCALE(S, T)                                                                \
  void dl_rescale_s8_##S(const struct dl_rescale *rescale, const int8_t *input, T *output); \
  void dl_rescale_s16_##S(const struct dl_rescale *rescale, const int16_t *input, T *output);
DL_RESCALE(s8, int8_t)
DL_RESCALE(s16, int16_t)

/* Entry x + 128, or the entry that is nearest to (x + 32768) / step, or a line between two. */
struct dl_lut {
  int32_t count, rounding, step, entries;
};
void dl_lut_s8(const struct dl_lut *lut, const int8_t *input, const int8_t *table, int8_t *output);
void dl_lut_s16(const struct dl_lut *lut, const int16_t *input, const int16_t *table, int16_t *output);

/*
 * x times its channel's slope where it is negative, shifted and rounded by `negative`, which wraps or saturates; else x times
 * `factor`, shifted by `up`.
 */
struct dl_prelu {
  int32_t count, channels, shift, negative, wraps, factor, up, rounding;
};
void dl_prelu_s8(const struct dl_prelu *prelu, const int8_t *input, const int8_t *slope, int8_t *output);
void dl_prelu_s16(const struct dl_prelu *prelu, const int16_t *input, const int16_t *slope, int16_t *output);
void dl_prelu_f32(const struct dl_prelu *prelu, const float *input, const float *slope, float *output);

/* The sum of each window times `scale`. */
#define DL_POOL(S, T)                                                                                        \
  void dl_avg_pool_##S(const struct espdl_window *window, float scale, int32_t rounding, const T *input, T *output);
DL_POOL(s8, int8_t)
DL_POOL(s16, int16_t)
DL_POOL(f32, float)

/* Of one image: rows and columns of the input for each of the output; nearest ones pass through a table of 256. */
struct dl_resize {
  int32_t width, channels, out_height, out_width, rounding;
  const uint16_t *row, *next_row, *column, *next_column;
  const float *row_before, *row_after, *column_before, *column_after;
  float scale, rescale;
  int32_t is_image;
};
void dl_resize_nearest_s8(const struct dl_resize *resize, const int8_t *table, const int8_t *input, int8_t *output);
void dl_resize_linear_s8(const struct dl_resize *resize, const int8_t *input, int8_t *output);

/* Update slice i of `size` elements meets the slice at offsets[i] of what the output holds, in order. */
struct dl_scatter {
  int32_t slices, size;
  enum espdl_reduction reduction;
};
#define DL_SCATTER(S, T) \
  void dl_scatter_nd_##S(const struct dl_scatter *scatter, const int32_t *offsets, const T *updates, T *output);
DL_SCATTER(s8, int8_t)
DL_SCATTER(s16, int16_t)
DL_SCATTER(f32, float)

/* Reductions: integers are divided by 2^shift, or scaled to float32 and back. -1: the chip's square root does not end. */
struct dl_reduce {
  struct espdl_reduce box;
  int32_t rounding, shift;
  float scale, rescale;
};
#define DL_REDUCE(S, T)                                                                         \
  void dl_reduce_l1_##S(const struct dl_reduce *reduce, const T *input, T *output);             \
  int32_t dl_reduce_l2_##S(const struct dl_reduce *reduce, const T *input, T *output);          \
  void dl_reduce_log_sum_##S(const struct dl_reduce *reduce, const T *input, T *output);        \
  void dl_reduce_log_sum_exp_##S(const struct dl_reduce *reduce, const T *input, T *output);    \
  void dl_reduce_max_##S(const struct dl_reduce *reduce, const T *input, T *output);            \
  void dl_reduce_mean_##S(const struct dl_reduce *reduce, const T *input, T *output);           \
  void dl_reduce_min_##S(const struct dl_reduce *reduce, const T *input, T *output);            \
  void dl_reduce_prod_##S(const struct dl_reduce *reduce, const T *input, T *output);           \
  void dl_reduce_sum_##S(const struct dl_reduce *reduce, const T *input, T *output);            \
  void dl_reduce_sum_square_##S(const struct dl_reduce *reduce, const T *input, T *output);
DL_REDUCE(s8, int8_t)
DL_REDUCE(s16, int16_t)
DL_REDUCE(f32, float)

/* Along `count` elements that are `step` apart, in each of `outer` groups. `p` is that of a norm. */
struct dl_lanes {
  int32_t outer, count, step, rounding, p;
  float scale, rescale;
};
#define DL_LANES(S, T)                                                                     \
  void dl_softmax_##S(const struct dl_lanes *lanes, const T *input, float *output);        \
  void dl_log_softmax_##S(const struct dl_lanes *lanes, const T *input, float *output);    \
  void dl_lp_norm_##S(const struct dl_lanes *lanes, const T *input, T *output);
DL_LANES(s8, int8_t)
DL_LANES(s16, int16_t)
DL_LANES(f32, float)

/* Groups of `count` neighbours. `beta` may be NULL. -1: the chip's square root does not end. */
struct dl_norm {
  int32_t groups, count, rounding;
  float epsilon, scale, gamma_scale, beta_scale, rescale;
};
#define DL_NORM(S, T)                                                                                       \
  int32_t dl_layer_norm_##S(const struct dl_norm *norm, const T *input, const T *gamma, const T *beta, T *output); \
  void dl_rms_norm_##S(const struct dl_norm *norm, const T *input, const float *gamma, T *output);
DL_NORM(s8, int8_t)
DL_NORM(s16, int16_t)
DL_NORM(f32, float)
/* The chip's square root by Newton's steps in float32; 0 if it ends. */
int32_t dl_sqrt_newton(float x, float *root);

/* How a gate's dot products become int16: `vector` products at once in 40 bits, shifted; 0: times `scale` as a float32. */
struct dl_gate {
  int32_t vector, shift;
  float scale;
};
/* Tables of the gates' activations on their own grid, for 0 ... last. `narrow_overflows`: as the ESP32-S3 narrows. */
struct dl_recurrent {
  int32_t steps, inputs, hidden, directions, rounding, narrow_overflows;
  struct dl_gate from_input, from_state;
  int32_t sigmoid_last, tanh_last;
  const float *sigmoid, *tanh;
  float rescale, cell_rescale;
};
#define DL_RECURRENT(S, T)                                                                                          \
  void dl_gru_##S(const struct dl_recurrent *net, const T *x, const T *w, const T *r, const int16_t *bias, const T *h, \
                  T *y, T *last);                                                                                   \
  void dl_lstm_##S(const struct dl_recurrent *net, const T *x, const T *w, const T *r, const int16_t *bias, const T *h, \
                   const int16_t *c, T *y, T *last, int16_t *cell);
DL_RECURRENT(s8, int8_t)
DL_RECURRENT(s16, int16_t)

/* Query head h meets key head h / group. Strides of the mask: batch, head, query, key. `depth` is at most 128. */
struct dl_attention {
  int32_t batches, heads, group, queries, keys, depth;
  int32_t query_batch, query_head, query_step, key_batch, key_head, key_step;
  int32_t mask_stride[4], causal, rounding, shift;
  float scale, query_scale, key_scale, value_scale, output_scale;
  const float *exponentials;
  const int8_t *entries;
};
/* `kept`: bool, 0 drops a key; `added`: float32. Either or both are NULL. */
#define DL_ATTENTION(NAME, T)                                                                                     \
  void dl_attention_##NAME(const struct dl_attention *attention, const T *query, const T *key, const T *value,     \
                           const uint8_t *kept, const float *added, T *output);
DL_ATTENTION(p4_s8, int8_t)
DL_ATTENTION(p4_s16, int16_t)
DL_ATTENTION(s8, int8_t)
DL_ATTENTION(s16, int16_t)
DL_ATTENTION(f32, float)

#ifdef __cplusplus
}
#endif

#endif
