import { stringAttribute } from "../../../../kernels-ref/attributes.js";
import { EXACT, magnitude } from "../held.js";
import { type FastRule, isHeld } from "../rule.js";

/** `nn.global_avg_pool2d` of float32 on a grid: the exact sum of a plane, divided once. */
export const globalAvgPool2d: FastRule = ({ attributes, inputs, type }, emitter) => {
  const [data] = inputs;
  if (!isHeld(data) || data.grid === undefined || data.shape.length !== 4) return undefined;
  const layout = stringAttribute(attributes, "layout", "NCHW");
  const count = data.shape[layout.indexOf("H")]! * data.shape[layout.indexOf("W")]!;
  if (count * (magnitude(data) + 128) >= EXACT) return undefined;
  const held = emitter.settled(layout === "NHWC" ? emitter.image(data) : emitter.plain(data));
  const sum = emitter.node("ReduceSum", [held.name, emitter.ints([2, 3])], { keepdims: 1 });
  const name = emitter.node("Div", [sum, emitter.scalar(count)]);
  return { ...held, name, shape: type.shape, grid: undefined };
};
