import { permute } from "../../graph/permute.js";
import { convolutionTranspose } from "../../operators/convolution-transpose.js";
import type { NodeRule } from "../rule.js";
import { kernelOf } from "./convolution.js";
import { channelsAreFirst, fromChannelsLast, spatialOf, toChannelsLast } from "./layout.js";
import { isSize, paddingOf, spatialSizes } from "./window.js";

/** Conv2DBackpropInput: the size that comes out, weights [H, W, out, in], the value. */
export const conv2dTranspose: NodeRule = {
  emit(call) {
    const first = channelsAreFirst(call);
    const x = toChannelsLast(call, call.value(2), first);
    const kernel = kernelOf(call, 1, 4);
    const sizes = call.numbers(0);
    // Sizes may be those of the spatial axes alone.
    const space = sizes.length === 2 ? sizes : spatialOf(sizes, first);
    if (space.length !== 2 || !space.every(isSize)) return call.refuse("input 0", `[${sizes}]`, "sizes of 4 axes");
    if (x.shape.length !== 4 || x.shape[3] !== kernel.shape[3])
      return call.refuse("kernel", `[${kernel.shape}]`, `one for [${x.shape}]`);
    const padding = paddingOf(call, 4, first);
    if (typeof padding !== "string" || padding === "causal")
      return call.refuse("attribute padding", "EXPLICIT", "SAME or VALID");
    const result = convolutionTranspose(call.g, x, {
      ...{ space, padding, kernel: permute(kernel, [3, 2, 0, 1]) },
      strides: spatialSizes(call, "strides", 4, first),
      dilations: spatialSizes(call, "dilations", 4, first, 1),
    });
    return fromChannelsLast(call, result, first);
  },
};
