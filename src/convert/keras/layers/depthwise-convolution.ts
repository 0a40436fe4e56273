import { convolution } from "../../operators/convolution.js";
import type { LayerRule } from "../rule.js";
import { activated } from "./activation-of.js";
import { depthwiseKernel } from "./depthwise.js";
import { spatialInput, windowOf } from "./space.js";

/** DepthwiseConv1D, DepthwiseConv2D. */
export const depthwiseLayer = (space: number): LayerRule => ({
  weights: (config) => (config.bool("use_bias", true) ? ["depthwise_kernel", "bias"] : ["depthwise_kernel"]),
  emit(call) {
    const { config, g, take } = call;
    const x = spatialInput(call, space);
    const { kernel, strides, dilations } = windowOf(config, space);
    const [channels, multiplier] = [x.shape.at(-1)!, config.int("depth_multiplier", 1)];
    config.raw("filters");
    config.raw("groups");
    const result = convolution(g, x, {
      ...{ strides, dilations, groups: channels },
      kernel: depthwiseKernel(take("depthwise_kernel", [...kernel, channels, multiplier])),
      ...(config.bool("use_bias", true) ? { bias: take("bias", [channels * multiplier]) } : {}),
      padding: config.choice<"valid" | "same">("padding", ["valid", "same"], "valid"),
    });
    return activated(call, result);
  },
});
