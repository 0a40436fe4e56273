import { permute } from "../../graph/permute.js";
import { convolutionTranspose } from "../../operators/convolution-transpose.js";
import type { LayerRule } from "../rule.js";
import { activated } from "./activation-of.js";
import { kernelOrder } from "./convolution.js";
import { spatialInput, windowOf } from "./space.js";

/** Conv1DTranspose, Conv2DTranspose. Keras's [...space, out, in] has ONNX's order for this operator once turned round. */
export const convolutionTransposeLayer = (space: number): LayerRule => ({
  weights: (config) => (config.bool("use_bias", true) ? ["kernel", "bias"] : ["kernel"]),
  emit(call) {
    const { config, g, take } = call;
    const x = spatialInput(call, space);
    const { kernel, strides, dilations } = windowOf(config, space);
    config.refuse("output_padding", undefined, "build the layer without it");
    config.refuse("groups", 1, "build the layer without groups");
    const filters = config.int("filters");
    const padding = config.choice("padding", ["valid", "same"], "valid");
    const sizes = kernel.map((size, i) => {
      const reach = (size - 1) * dilations[i]! + 1;
      return x.shape[i + 1]! * strides[i]! + (padding === "valid" ? Math.max(reach - strides[i]!, 0) : 0);
    });
    const weights = take("kernel", [...kernel, filters, x.shape.at(-1)!]);
    const result = convolutionTranspose(g, x, {
      ...{ strides, dilations, padding, space: sizes },
      kernel: permute(weights, kernelOrder(space)),
      ...(config.bool("use_bias", true) ? { bias: take("bias", [filters]) } : {}),
    });
    return activated(call, result);
  },
});
