import { numbersAttribute } from "../attributes.js";
import { maxPool2d } from "../max-pool2d.js";
import type { Kernel } from "../operator.js";
import { asImage, spatialPads, spatialPair } from "./image.js";

/** `espdl.max_pool`: the largest element of each window, [N, H, W, C] or [N, W, C]; padding never wins. */
export const maxPool: Kernel = ([data], attributes, [output], arithmetic) => {
  const geometry = {
    layout: "NHWC",
    pool_size: spatialPair(numbersAttribute(attributes, "kernel_shape"), 1),
    strides: spatialPair(numbersAttribute(attributes, "strides"), 1),
    padding: spatialPads(numbersAttribute(attributes, "pads")),
  };
  maxPool2d([asImage(data)], geometry, [asImage(output)], arithmetic);
};
