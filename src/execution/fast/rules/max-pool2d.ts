import { type FastRule, isHeld } from "../rule.js";
import { poolWindow } from "./pool-window.js";

/** `nn.max_pool2d`: what is missing to the integers, one offset a channel, does not change which is the largest. */
export const maxPool2d: FastRule = ({ attributes, inputs, type }, emitter) => {
  const [data] = inputs;
  if (!isHeld(data) || data.grid === undefined || data.shape.length !== 4) return undefined;
  const window = poolWindow(attributes, data.shape, type);
  if (window === undefined) return undefined;
  const held = window.layout === "NHWC" ? emitter.image(data) : emitter.plain(data);
  const name = emitter.node("MaxPool", [held.name], {
    kernel_shape: [...window.kernel],
    strides: [...window.strides],
    dilations: [...window.dilations],
    pads: [...window.pads],
  });
  return { ...held, name, shape: type.shape };
};
