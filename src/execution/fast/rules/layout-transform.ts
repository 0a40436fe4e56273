import { stringAttribute } from "../../../../kernels-ref/attributes.js";
import { type FastRule, isHeld } from "../rule.js";

/** `layout_transform` between NCHW and NHWC: most often nothing moves, only what the axes are called. */
export const layoutTransform: FastRule = ({ attributes, inputs, type }, emitter) => {
  const [data] = inputs;
  if (!isHeld(data)) return undefined;
  const way = `${stringAttribute(attributes, "src_layout")}>${stringAttribute(attributes, "dst_layout")}`;
  if (way === "NCHW>NHWC" && !data.image) return { ...data, shape: type.shape, image: true };
  if (way === "NHWC>NCHW") return { ...emitter.settled(emitter.image(data)), shape: type.shape, image: false };
  return undefined;
};
