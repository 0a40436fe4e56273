import type { Convolution } from "../../../kernels-ref/convolution.js";
import type { KernelChoice } from "../graph/program.js";

/**
 * The kernel of an int8 convolution. The accelerated functions take one group (or one channel a group) and one exponent
 * for the whole kernel; everything else runs on the portable kernel. The original also refuses one input channel with
 * several output channels, which it takes for a depthwise convolution with a multiplier; that is not copied.
 */
export function chooseKernel(
  { image, output, groupInputs, groupOutputs }: Convolution,
  shift: readonly number[],
): KernelChoice {
  const groups = image.c / groupInputs;
  const portable = (reason: string): KernelChoice => ({ function: "espdl_conv2d_s8", reason });
  if (shift.some((value) => value !== shift[0]))
    return portable("one exponent a channel, the accelerated kernel takes one for all");
  if (shift[0]! < 0) return portable(`shift ${shift[0]} is negative, undefined in the accelerated kernel`);
  if (image.n !== 1) return portable(`batch of ${image.n}, the accelerated kernel takes 1`);
  if (groups > 1 && groupInputs > 1) return portable(`${groups} groups, the accelerated kernel takes 1`);
  if (groups > 1 && groupOutputs > 1)
    return portable(`depthwise multiplier ${groupOutputs}, the accelerated kernel takes 1`);
  const depthwise = groups > 1 && groups === output.c;
  return { function: depthwise ? "esp_dl_nn_depthwise_conv2d_s8_wrapper" : "esp_dl_nn_conv2d_s8_wrapper" };
}
