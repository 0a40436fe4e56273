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
void espdl_max_pool2d_i32(const struct espdl_window *window, const int32_t *input, int32_t *output);
void espdl_max_pool2d_f32(const struct espdl_window *window, const float *input, float *output);
void espdl_avg_pool2d_i32(const struct espdl_window *window, int32_t count_padding, const int32_t *input,
                          int32_t *output);
void espdl_avg_pool2d_f32(const struct espdl_window *window, int32_t count_padding, const float *input, float *output);
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

/* Along `count` elements that are `step` apart, in each of `outer` groups. */
void espdl_softmax_f32(int32_t outer, int32_t count, int32_t step, const float *input, float *output);

/* Where every output row and column comes from; tables of out_height and out_width entries. */
struct espdl_resize {
  struct espdl_window window;
  const uint16_t *row_below, *row_above, *column_below, *column_above;
  const float *row_fraction, *column_fraction;
};
void espdl_resize_nearest(const struct espdl_resize *resize, int32_t size, const void *input, void *output);
void espdl_resize_linear_f32(const struct espdl_resize *resize, const float *input, float *output);
void espdl_resize_linear_s8(const struct espdl_resize *resize, const int8_t *input, int8_t *output);

double espdl_exponential(double x);
double espdl_hyperbolic_tangent(double x);

#ifdef __cplusplus
}
#endif

#endif
