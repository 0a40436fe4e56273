/*
 * The two accelerated functions that generated code calls, with the signatures of ESP-DL's own header. All shapes are
 * NHWC; kernel_shape is {out channels, height, width, in channels} of a convolution and {height, width, channels, 1} of a
 * depthwise one; padding is {top, bottom, left, right}. The kernel's bytes lie as told at espdl_conv2d_s8.
 */
#ifndef ESP_KERNEL_H
#define ESP_KERNEL_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

void esp_dl_nn_conv2d_s8_wrapper(int8_t *input, int8_t *kernel, int8_t *bias, int input_shape[], int kernel_shape[],
                                 int output_shape[], int padding[], int dilation[], int strides[], int input_exponent,
                                 int kernel_exponent, int output_exponent, char activation_sym[], int8_t *output);
void esp_dl_nn_depthwise_conv2d_s8_wrapper(int8_t *input, int8_t *kernel, int8_t *bias, int input_shape[],
                                           int kernel_shape[], int output_shape[], int padding[], int dilation[],
                                           int strides[], int input_exponent, int kernel_exponent, int output_exponent,
                                           char activation_sym[], int8_t *output);

#ifdef __cplusplus
}
#endif

#endif
