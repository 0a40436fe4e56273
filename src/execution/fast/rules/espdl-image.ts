import { numberAttribute, numbersAttribute } from "../../../../kernels-ref/attributes.js";
import { spatialPads, spatialPair } from "../../../../kernels-ref/espdl/image.js";
import type { Attributes } from "../../../ir/graph/graph.js";

/** The attributes of `nn.conv2d` for those of `espdl.conv`; a line is an image of height 1. */
export function imageAttributes(attributes: Attributes): Attributes {
  const groups = numberAttribute(attributes, "group", 1);
  return {
    data_layout: "NHWC",
    kernel_layout: groups === 1 ? "HWIO" : "HWOI",
    groups,
    strides: spatialPair(numbersAttribute(attributes, "strides"), 1),
    dilation: spatialPair(numbersAttribute(attributes, "dilations"), 1),
    padding: spatialPads(numbersAttribute(attributes, "pads")),
  };
}
