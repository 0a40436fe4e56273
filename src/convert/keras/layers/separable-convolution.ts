import { permute } from "../../graph/permute.js";
import { convolution } from "../../operators/convolution.js";
import type { LayerRule } from "../rule.js";
import { activated } from "./activation-of.js";
import { kernelOrder } from "./convolution.js";
import { depthwiseKernel } from "./depthwise.js";
import { spatialInput, windowOf } from "./space.js";

/** SeparableConv1D, SeparableConv2D: depthwise without bias, then pointwise. */
export const separableLayer = (space: number): LayerRule => ({
  weights: (config) => ["depthwise_kernel", "pointwise_kernel", ...(config.bool("use_bias", true) ? ["bias"] : [])],
  emit(call) {
    const { config, g, take } = call;
    const x = spatialInput(call, space);
    const { kernel, strides, dilations } = windowOf(config, space);
    config.refuse("groups", 1, "build the layer without groups");
    const channels = x.shape.at(-1)!;
    // tfjs does not save it; the weights say it.
    const given = config.raw("depth_multiplier") === undefined ? -1 : config.int("depth_multiplier");
    const depthwiseWeights = take("depthwise_kernel", [...kernel, channels, given]);
    const multiplier = depthwiseWeights.shape.at(-1)!;
    const filters = config.int("filters");
    const ones = kernel.map(() => 1);
    const depthwise = convolution(g, x, {
      ...{ strides, dilations, groups: channels },
      kernel: depthwiseKernel(depthwiseWeights),
      padding: config.choice<"valid" | "same">("padding", ["valid", "same"], "valid"),
    });
    const pointwise = convolution(g, depthwise, {
      ...{ strides: ones, dilations: ones, groups: 1, padding: "valid" },
      kernel: permute(take("pointwise_kernel", [...ones, channels * multiplier, filters]), kernelOrder(space)),
      ...(config.bool("use_bias", true) ? { bias: take("bias", [filters]) } : {}),
    });
    return activated(call, pointwise);
  },
});
