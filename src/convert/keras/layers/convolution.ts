import { UserError } from "../../../base/errors.js";
import { permute } from "../../graph/permute.js";
import { identity } from "../../graph/value.js";
import { convolution } from "../../operators/convolution.js";
import type { Padding } from "../../operators/window.js";
import type { LayerRule } from "../rule.js";
import { activated } from "./activation-of.js";
import { spatialInput, windowOf } from "./space.js";

/** TensorFlow's [...space, in, out] as ONNX's [out, in, ...space]. */
export const kernelOrder = (space: number): number[] => [space + 1, space, ...identity(space)];

/** Conv1D, Conv2D, Conv3D. */
export const convolutionLayer = (space: number): LayerRule => ({
  weights: (config) => (config.bool("use_bias", true) ? ["kernel", "bias"] : ["kernel"]),
  emit(call) {
    const { config, g, take } = call;
    const x = spatialInput(call, space);
    const { kernel, strides, dilations } = windowOf(config, space);
    const [filters, groups, channels] = [config.int("filters"), config.int("groups", 1), x.shape.at(-1)!];
    if (channels % groups !== 0 || filters % groups !== 0)
      throw new UserError(`${config.label}: groups is ${groups}, expected a divisor of ${channels} and ${filters}`);
    const weights = take("kernel", [...kernel, channels / groups, filters]);
    const result = convolution(g, x, {
      ...{ strides, dilations, groups },
      kernel: permute(weights, kernelOrder(space)),
      ...(config.bool("use_bias", true) ? { bias: take("bias", [filters]) } : {}),
      padding: config.choice<Padding>(
        "padding",
        space === 1 ? ["valid", "same", "causal"] : ["valid", "same"],
        "valid",
      ),
    });
    return activated(call, result);
  },
});
