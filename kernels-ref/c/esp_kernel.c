/* ESP-DL's two functions on the portable kernel, for chips and machines without Espressif's library. */
#include "esp_kernel.h"

#include "espdl_kernels.h"

static void run(const int8_t *input, const int8_t *kernel, const int8_t *bias, const int *image, const int *result,
                int height, int width, int groups, const int *padding, const int *dilation, const int *strides,
                int shift, const char *activation, int8_t *output) {
  struct espdl_conv2d conv;
  int8_t amount = (int8_t)(shift > 31 ? 31 : shift < -8 ? -8 : shift);
  conv.batch = image[0];
  conv.height = image[1];
  conv.width = image[2];
  conv.channels = image[3];
  conv.out_height = result[1];
  conv.out_width = result[2];
  conv.out_channels = result[3];
  conv.kernel_height = height;
  conv.kernel_width = width;
  conv.groups = groups;
  conv.stride_y = strides[0];
  conv.stride_x = strides[1];
  conv.dilation_y = dilation[0];
  conv.dilation_x = dilation[1];
  conv.top = padding[0];
  conv.left = padding[2];
  conv.relu = activation[0] == 'r'; /* "relu" or "" */
  espdl_conv2d_s8(&conv, input, kernel, bias, &amount, 0, output);
}

void esp_dl_nn_conv2d_s8_wrapper(int8_t *input, int8_t *kernel, int8_t *bias, int input_shape[], int kernel_shape[],
                                 int output_shape[], int padding[], int dilation[], int strides[], int input_exponent,
                                 int kernel_exponent, int output_exponent, char activation_sym[], int8_t *output) {
  run(input, kernel, bias, input_shape, output_shape, kernel_shape[1], kernel_shape[2], 1, padding, dilation, strides,
      output_exponent - input_exponent - kernel_exponent, activation_sym, output);
}

void esp_dl_nn_depthwise_conv2d_s8_wrapper(int8_t *input, int8_t *kernel, int8_t *bias, int input_shape[],
                                           int kernel_shape[], int output_shape[], int padding[], int dilation[],
                                           int strides[], int input_exponent, int kernel_exponent, int output_exponent,
                                           char activation_sym[], int8_t *output) {
  run(input, kernel, bias, input_shape, output_shape, kernel_shape[0], kernel_shape[1], input_shape[3], padding,
      dilation, strides, output_exponent - input_exponent - kernel_exponent, activation_sym, output);
}
