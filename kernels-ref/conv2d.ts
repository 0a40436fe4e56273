import { float32Data, int8Data, int32Data } from "./array.js";
import { accumulateInt8 } from "./conv2d-int8.js";
import { accumulateTaps } from "./conv2d-taps.js";
import { convolution, packKernel } from "./convolution.js";
import type { Kernel } from "./operator.js";

/**
 * `nn.conv2d`: int8 · int8 → int32, int32 · int32 → int32, or float32. Layouts, groups, strides, dilation and padding
 * as in `convolution`; padding counts as 0. The int8 sum is exact in any order; the others are told in `conv2d-taps`.
 */
export const conv2d: Kernel = ([input, kernel], attributes, [output]) => {
  const geometry = convolution(input, kernel, output, attributes);
  const rows = packKernel(geometry, kernel);
  if (input.dtype === "float32") {
    accumulateTaps(geometry, float32Data(input), float32Data(rows), float32Data(output));
  } else if (input.dtype === "int32") {
    accumulateTaps(geometry, int32Data(input), int32Data(rows), int32Data(output));
  } else {
    accumulateInt8(geometry, int8Data(input), int8Data(rows), int32Data(output));
  }
};
