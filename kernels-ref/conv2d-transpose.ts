import { float32Data } from "./array.js";
import { numberAttribute, padding2d, pair } from "./attributes.js";
import { KernelError } from "./kernel-error.js";
import type { Kernel } from "./operator.js";

/**
 * `nn.conv2d_transpose`, float32, data NCHW, kernel IOHW (I the input channels, O the output channels of one group):
 * the convolution whose gradient `nn.conv2d` is. Output pixel (oy, ox) gathers the input pixels whose stamped kernel
 * covers it: oy = iy · stride + r · dilation − top.
 *
 * Every product and sum is rounded to float32, in the order input channel, input row, input column.
 * @throws KernelError for other layouts.
 */
export const conv2dTranspose: Kernel = ([input, kernel], attributes, [output]) => {
  const layouts = `${attributes.data_layout ?? "NCHW"}/${attributes.kernel_layout ?? "IOHW"}`;
  if (layouts !== "NCHW/IOHW") throw new KernelError(`nn.conv2d_transpose supports layouts NCHW/IOHW, got ${layouts}`);
  const groups = numberAttribute(attributes, "groups", 1);
  const [strideY, strideX] = pair(attributes, "strides", [1, 1]);
  const [dilationY, dilationX] = pair(attributes, "dilation", [1, 1]);
  const [top, left] = padding2d(attributes);
  const [batch, outputs, outHeight, outWidth] = output.shape;
  const [, inputs, height, width] = input.shape;
  const [, groupOutputs, kernelHeight, kernelWidth] = kernel.shape;
  const groupInputs = inputs / groups;
  const x = float32Data(input);
  const k = float32Data(kernel);
  const out = float32Data(output);
  let target = 0;
  for (let n = 0; n < batch; n++) {
    for (let o = 0; o < outputs; o++) {
      const firstInput = Math.floor(o / groupOutputs) * groupInputs;
      for (let oy = 0; oy < outHeight; oy++) {
        for (let ox = 0; ox < outWidth; ox++) {
          let sum = 0;
          for (let i = firstInput; i < firstInput + groupInputs; i++) {
            for (let r = kernelHeight - 1; r >= 0; r--) {
              const iy = (oy + top - r * dilationY) / strideY;
              if (!Number.isInteger(iy) || iy < 0 || iy >= height) continue;
              for (let s = kernelWidth - 1; s >= 0; s--) {
                const ix = (ox + left - s * dilationX) / strideX;
                if (!Number.isInteger(ix) || ix < 0 || ix >= width) continue;
                const weight = k[((i * groupOutputs + (o % groupOutputs)) * kernelHeight + r) * kernelWidth + s];
                sum = Math.fround(sum + Math.fround(x[((n * inputs + i) * height + iy) * width + ix] * weight));
              }
            }
          }
          out[target++] = sum;
        }
      }
    }
  }
};
