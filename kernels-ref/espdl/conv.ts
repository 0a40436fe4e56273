import { numberAttribute, numbersAttribute } from "../attributes.js";
import type { Kernel } from "../operator.js";
import { convolve } from "./convolve.js";
import { asImage, asImageKernel, spatialPads, spatialPair } from "./image.js";

/**
 * `espdl.conv`: ONNX Conv on int8 or int16, [N, H, W, C] or [N, W, C], with `group` 1 (kernel [H, W, C, N]) or C
 * (depthwise, kernel [H, W, C, 1]). Inputs: data, kernel and optionally a bias in the accumulator's scale. Attributes
 * `strides`, `pads`, `dilations`, `shift` (one, or one a channel: output exponent − data exponent − kernel exponent)
 * and `relu`. Padding counts as 0.
 */
export const conv: Kernel = ([data, kernel, bias], attributes, [output], arithmetic) => {
  const groups = numberAttribute(attributes, "group", 1);
  const geometry = {
    data_layout: "NHWC",
    kernel_layout: groups === 1 ? "HWIO" : "HWOI",
    groups,
    strides: spatialPair(numbersAttribute(attributes, "strides"), 1),
    dilation: spatialPair(numbersAttribute(attributes, "dilations"), 1),
    padding: spatialPads(numbersAttribute(attributes, "pads")),
  };
  const requantization = { shift: numbersAttribute(attributes, "shift"), relu: attributes.relu === true };
  const saturated = (index: number): void => arithmetic.onLaneSaturation?.(output, index);
  const [image, result] = [asImage(data), asImage(output)];
  convolve(image, asImageKernel(kernel), bias, result, geometry, requantization, arithmetic, saturated);
};
