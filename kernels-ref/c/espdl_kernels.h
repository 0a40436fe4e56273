/*
 * The portable kernels: C99 twins of the TypeScript files of the same names, equal byte for byte. No heap, no libm.
 *
 * Laws: int is at least 32 bits, >> of a negative integer is arithmetic, a conversion to a narrower integer keeps the low
 * bits; float is IEEE binary32 and double binary64, without excess precision. Inputs and outputs do not overlap unless a
 * kernel says so. Sizes and strides count elements.
 */
#ifndef ESPDL_KERNELS_H
#define ESPDL_KERNELS_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* An int8 convolution, NHWC. `groups` equal to `channels` with one output channel a group is a depthwise one. */
struct espdl_conv2d {
  int32_t batch, height, width, channels;
  int32_t out_height, out_width, out_channels;
  int32_t kernel_height, kernel_width, groups;
  int32_t stride_y, stride_x, dilation_y, dilation_x, top, left;
  int32_t relu;
};

/*
 * Each output: accumulate, shift right, saturate, add bias, saturate, relu. Kernel: group by group, in each blocks of 16
 * output channels (the last block may be narrower), in each [row][column][input channel][output channel of the block]; a
 * depthwise kernel is one such group with one input channel. `bias` may be NULL. Output channel o is shifted by
 * shift[o * shift_step], from -8 (a saturating left shift by 8) to 31: what is beyond gives what these give.
 */
void espdl_conv2d_s8(const struct espdl_conv2d *conv, const int8_t *input, const int8_t *kernel, const int8_t *bias,
                     const int8_t *shift, int32_t shift_step, int8_t *output);

/* out[m, u] = requantize(sum over k of x[m, k] * w[u, k] + bias[u]); `bias` may be NULL. Steps as in espdl_conv2d_s8. */
/* left_step and right_step: elements between the matrices of a batch, 0 for one that every batch reads. */
struct espdl_batch_matmul {
  int32_t batch, rows, columns, depth, left_step, right_step;
};
void espdl_batch_matmul_f32(const struct espdl_batch_matmul *matmul, const float *left, const float *right,
                            float *output);

struct espdl_dense {
  int32_t rows, units, length;
  int32_t multiplier_step, shift_step;
};
void espdl_dense_s8(const struct espdl_dense *dense, const int8_t *input, const int8_t *weight, const int32_t *bias,
                    const int64_t *multiplier, const int8_t *shift, int8_t *output);
void espdl_dense_s8_i32(const struct espdl_dense *dense, const int8_t *input, const int8_t *weight, int32_t *output);
void espdl_dense_f32(const struct espdl_dense *dense, const float *input, const float *weight, float *output);

/* Pointwise; input and output of one size may be the same array. Entry x + 128 of a table is the result for x. */
void espdl_lookup_s8(const int8_t *table, const int8_t *input, int32_t count, int8_t *output);
void espdl_quantize_f32(float scale, const float *input, int32_t count, int8_t *output);
/* `low` is -128, or 0 for a relu. */
void espdl_dequantize_s8(float scale, int32_t low, const int8_t *input, int32_t count, float *output);
/*
 * (left * left_factor + right * right_factor) / 2^shift, nearest, ties away from zero, limited to low (-128, or 0 for a
 * relu) ... 127; sums stay below 2^31.
 */
void espdl_add_s8(int32_t left_factor, int32_t right_factor, int32_t shift, int32_t low, const int8_t *left,
                  const int8_t *right, int32_t count, int8_t *output);
void espdl_multiply_s8(int32_t factor, int32_t shift, int32_t low, const int8_t *left, const int8_t *right,
                       int32_t count, int8_t *output);

/* A window that slides over an image of any layout: sizes, and strides of both tensors in the order n, h, w, c. */
struct espdl_window {
  int32_t batch, height, width, channels;
  int32_t out_height, out_width, out_channels;
  int32_t input_stride[4], output_stride[4];
  int32_t kernel_height, kernel_width;
  int32_t stride_y, stride_x, dilation_y, dilation_x;
  int32_t top, left, bottom, right;
};
void espdl_max_pool2d_s8(const struct espdl_window *window, const int8_t *input, int8_t *output);
void espdl_max_pool2d_s16(const struct espdl_window *window, const int16_t *input, int16_t *output);
void espdl_max_pool2d_i32(const struct espdl_window *window, const int32_t *input, int32_t *output);
void espdl_max_pool2d_f32(const struct espdl_window *window, const float *input, float *output);
void espdl_avg_pool2d_i32(const struct espdl_window *window, int32_t count_padding, const int32_t *input,
                          int32_t *output);
void espdl_avg_pool2d_f32(const struct espdl_window *window, int32_t count_padding, const float *input, float *output);
void espdl_global_avg_pool2d_s8(const struct espdl_window *window, const float *table, const int8_t *input,
                                float *output);
void espdl_global_avg_pool2d_f32(const struct espdl_window *window, const float *input, float *output);

/* Convolutions as they are defined, for what the fused kernel does not take. Kernel strides in the order o, h, w, i. */
struct espdl_direct {
  struct espdl_window window;
  int32_t groups;
  int32_t kernel_stride[4];
};
void espdl_conv2d_s8_i32(const struct espdl_direct *conv, const int8_t *input, const int8_t *kernel, int32_t *output);
void espdl_conv2d_i32(const struct espdl_direct *conv, const int32_t *input, const int32_t *kernel, int32_t *output);
void espdl_conv2d_f32(const struct espdl_direct *conv, const float *input, const float *kernel, float *output);
/* NCHW, kernel IOHW. */
void espdl_conv2d_transpose_f32(const struct espdl_direct *conv, const float *input, const float *kernel,
                                float *output);

/* Copies a box of elements of `size` (1, 2, 4 or 8) bytes from strides to strides. */
#define ESPDL_RANK_MAX 8
struct espdl_box {
  int32_t rank;
  int32_t shape[ESPDL_RANK_MAX], from_stride[ESPDL_RANK_MAX], to_stride[ESPDL_RANK_MAX];
};
void espdl_copy_box(const struct espdl_box *box, int32_t size, const void *from, void *to);

/* int32 (size 4) or int64 (size 8) indices; negative ones count from the end, what is still outside stops there. */
struct espdl_indices {
  const void *data;
  int32_t count, size;
};

/* Slices of `bytes` bytes, chosen among `length` in each of `blocks` blocks. */
struct espdl_take {
  int32_t blocks, length, bytes;
};
void espdl_take(const struct espdl_take *take, const struct espdl_indices *indices, const void *input, void *output);

/* Indices of a shape, each naming an element along one axis (`length` long, `step` apart); its stride is 0 here. */
struct espdl_elements {
  int32_t rank, shape[ESPDL_RANK_MAX], stride[ESPDL_RANK_MAX];
  int32_t length, step;
};
void espdl_gather(const struct espdl_elements *elements, const struct espdl_indices *indices, int32_t size,
                  const void *input, void *output);

/* Tuples of `depth` indices, each naming a slice of `count` elements; a batch has `batch_tuples` of them. */
struct espdl_slices {
  int32_t tuples, depth, count, batch_tuples, batch_step;
  int32_t length[ESPDL_RANK_MAX], stride[ESPDL_RANK_MAX];
};
void espdl_gather_nd(const struct espdl_slices *slices, const struct espdl_indices *indices, int32_t size,
                     const void *input, void *output);

/* The output holds a copy of the data, which the updates meet in order. */
enum espdl_reduction { ESPDL_NONE, ESPDL_ADD, ESPDL_MULTIPLY, ESPDL_MAXIMUM, ESPDL_MINIMUM };
#define ESPDL_SCATTER(T, S)                                                                                      \
  void espdl_scatter_elements_##S(const struct espdl_elements *elements, const struct espdl_indices *indices,    \
                                  enum espdl_reduction reduction, const T *updates, T *output);                  \
  void espdl_scatter_nd_##S(const struct espdl_slices *slices, const struct espdl_indices *indices,              \
                            enum espdl_reduction reduction, const T *updates, T *output);
ESPDL_SCATTER(int8_t, i8)
ESPDL_SCATTER(int32_t, i32)
ESPDL_SCATTER(int64_t, i64)
ESPDL_SCATTER(float, f32)

/* A reduction: output o takes the elements at its start plus each step of the box, in C order. */
struct espdl_reduce {
  int32_t outputs, count;
  int32_t kept_rank, kept_shape[ESPDL_RANK_MAX], kept_stride[ESPDL_RANK_MAX];
  int32_t reduced_rank, reduced_shape[ESPDL_RANK_MAX], reduced_stride[ESPDL_RANK_MAX];
};
void espdl_sum_f32(const struct espdl_reduce *reduce, const float *input, float *output);
void espdl_sum_i32(const struct espdl_reduce *reduce, const int32_t *input, int32_t *output);
void espdl_mean_f32(const struct espdl_reduce *reduce, const float *input, float *output);
void espdl_argmax_f32(const struct espdl_reduce *reduce, int32_t last, const float *input, int32_t *output);
void espdl_argmax_s8(const struct espdl_reduce *reduce, int32_t last, const int8_t *input, int32_t *output);
void espdl_argmin_f32(const struct espdl_reduce *reduce, int32_t last, const float *input, int32_t *output);
void espdl_argmin_s8(const struct espdl_reduce *reduce, int32_t last, const int8_t *input, int32_t *output);
void espdl_prod_f32(const struct espdl_reduce *reduce, const float *input, float *output);
void espdl_reduce_l1_f32(const struct espdl_reduce *reduce, const float *input, float *output);
void espdl_reduce_l2_f32(const struct espdl_reduce *reduce, const float *input, float *output);
void espdl_reduce_log_sum_f32(const struct espdl_reduce *reduce, const float *input, float *output);
void espdl_reduce_log_sum_exp_f32(const struct espdl_reduce *reduce, const float *input, float *output);
void espdl_reduce_sum_square_f32(const struct espdl_reduce *reduce, const float *input, float *output);
void espdl_max_f32(const struct espdl_reduce *reduce, const float *input, float *output);
void espdl_max_s8(const struct espdl_reduce *reduce, const int8_t *input, int8_t *output);
void espdl_max_u8(const struct espdl_reduce *reduce, const uint8_t *input, uint8_t *output);
void espdl_max_i32(const struct espdl_reduce *reduce, const int32_t *input, int32_t *output);
void espdl_max_i64(const struct espdl_reduce *reduce, const int64_t *input, int64_t *output);
void espdl_min_f32(const struct espdl_reduce *reduce, const float *input, float *output);
void espdl_min_s8(const struct espdl_reduce *reduce, const int8_t *input, int8_t *output);
void espdl_min_u8(const struct espdl_reduce *reduce, const uint8_t *input, uint8_t *output);
void espdl_min_i32(const struct espdl_reduce *reduce, const int32_t *input, int32_t *output);
void espdl_min_i64(const struct espdl_reduce *reduce, const int64_t *input, int64_t *output);
/* (x - mean) / sqrt(variance + epsilon) within each group; without `center` the mean counts as 0. */
void espdl_standardize_f32(const struct espdl_reduce *reduce, float epsilon, int32_t center, const float *input,
                           float *output);

/* Along `count` elements that are `step` apart, in each of `outer` groups. */
void espdl_softmax_f32(int32_t outer, int32_t count, int32_t step, const float *input, float *output);
void espdl_log_softmax_f32(int32_t outer, int32_t count, int32_t step, const float *input, float *output);
void espdl_hardmax_f32(int32_t outer, int32_t count, int32_t step, const float *input, float *output);
struct espdl_cumsum {
  int32_t outer, count, step, exclusive, reverse;
};
void espdl_cumsum_f32(const struct espdl_cumsum *cumsum, const float *input, float *output);
void espdl_cumsum_i32(const struct espdl_cumsum *cumsum, const int32_t *input, int32_t *output);
struct espdl_topk {
  int32_t outer, count, step, k, largest;
};
void espdl_topk_f32(const struct espdl_topk *topk, const float *input, float *values, int64_t *indices);
void espdl_topk_s8(const struct espdl_topk *topk, const int8_t *input, int8_t *values, int64_t *indices);
void espdl_topk_i32(const struct espdl_topk *topk, const int32_t *input, int32_t *values, int64_t *indices);
void espdl_topk_i64(const struct espdl_topk *topk, const int64_t *input, int64_t *values, int64_t *indices);

/* Normalization over `size` neighbouring channels. */
struct espdl_lrn {
  int32_t batch, channels, inner, size;
  float alpha, beta, bias;
};
void espdl_lrn_f32(const struct espdl_lrn *lrn, const float *input, float *output);

/* Each axis of the result: which positions of the input's it shows, one axis after the other; -1 is `fill`. */
struct espdl_take_axes {
  int32_t rank, shape[ESPDL_RANK_MAX], stride[ESPDL_RANK_MAX];
  const int16_t *sources;
};
void espdl_take_axes(const struct espdl_take_axes *take, int32_t size, const void *from, const void *fill, void *to);

/* Along an axis of `length`: each result is a sum of `taps` elements, weighted. */
struct espdl_interpolate {
  int32_t outer, length, inner, out_length, taps;
  const int16_t *sources;
  const float *weights;
};
void espdl_interpolate_f32(const struct espdl_interpolate *interpolate, const float *input, float *output);

/* Sums of products of operands over labelled axes: how far each operand moves for one step of each label. */
#define ESPDL_OPERANDS_MAX 4
struct espdl_labels {
  int32_t rank, shape[ESPDL_RANK_MAX], stride[ESPDL_OPERANDS_MAX][ESPDL_RANK_MAX];
};
struct espdl_einsum {
  int32_t operands, outputs, count;
  struct espdl_labels kept, summed;
};
void espdl_einsum_f32(const struct espdl_einsum *einsum, const float *const *inputs, float *output);

/* A window that slides over `planes` images of three axes. */
struct espdl_pool3d {
  int32_t planes, image[3], out[3], kernel[3], stride[3], dilation[3], before[3], after[3], count_padding;
  double p;
};
void espdl_max_pool3d_f32(const struct espdl_pool3d *pool, const float *input, float *output);
void espdl_avg_pool3d_f32(const struct espdl_pool3d *pool, const float *input, float *output);
void espdl_lp_pool3d_f32(const struct espdl_pool3d *pool, const float *input, float *output);

/* A recurrent layer: `activations` functions a direction, by their position in recurrent-activation.ts. */
struct espdl_recurrent {
  int32_t steps, batch, inputs, hidden, directions, reverse, linear_before_reset, activations;
  float clip;
  int8_t function[6];
  float alpha[6], beta[6];
};
/* W, R, B and the first state as ONNX has them; an LSTM has a first cell and peepholes too. */
struct espdl_weights {
  const float *w, *r, *b, *state, *cell, *peepholes;
};
void espdl_rnn_f32(const struct espdl_recurrent *net, const float *x, const struct espdl_weights *weights, float *y,
                   float *last);
void espdl_gru_f32(const struct espdl_recurrent *net, const float *x, const struct espdl_weights *weights, float *y,
                   float *last);
void espdl_lstm_f32(const struct espdl_recurrent *net, const float *x, const struct espdl_weights *weights, float *y,
                    float *last, float *cell);

/* Where every output row and column comes from; tables of out_height and out_width entries. */
struct espdl_resize {
  struct espdl_window window;
  const uint16_t *row_below, *row_above, *column_below, *column_above;
  const float *row_fraction, *column_fraction;
};
void espdl_resize_nearest(const struct espdl_resize *resize, int32_t size, const void *input, void *output);
void espdl_resize_linear_f32(const struct espdl_resize *resize, const float *input, float *output);
void espdl_resize_linear_s8(const struct espdl_resize *resize, const int8_t *input, int8_t *output);

/* The laws of the float functions, in double. A float32 operator is one of them, rounded once. */
double espdl_exponential(double x);
double espdl_hyperbolic_tangent(double x);
double espdl_logarithm(double x);
double espdl_square_root(double x);
double espdl_error_function(double x);
double espdl_sine(double x);
double espdl_cosine(double x);
double espdl_tangent(double x);
double espdl_arc_sine(double x);
double espdl_arc_cosine(double x);
double espdl_arc_tangent(double x);
double espdl_hyperbolic_sine(double x);
double espdl_hyperbolic_cosine(double x);
double espdl_area_sine(double x);
double espdl_area_cosine(double x);
double espdl_area_tangent(double x);
double espdl_real_power(double base, double exponent);
int64_t espdl_integer_power(int64_t base, int64_t exponent);
/* C's fmodf, exact: a sign of the left, NaN for a right of 0. */
float espdl_remainder(float left, float right);

#ifdef __cplusplus
}
#endif

#endif
