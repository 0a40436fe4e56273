import { numberAttribute, numbersAttribute } from "../../../../kernels-ref/attributes.js";
import { spatialPads, spatialPair } from "../../../../kernels-ref/espdl/image.js";
import type { Attributes } from "../../../ir/graph/graph.js";
import { imageShape } from "../emitter.js";
import { EXACT, magnitude } from "../held.js";
import { roundFloat } from "../round-float.js";
import { type FastCall, type FastRule, isHeld } from "../rule.js";
import { integerRange } from "./integer-range.js";
import { poolWindow } from "./pool-window.js";

/** The window of a pool of `.espdl`, of which a line is an image of height 1. */
function windowOf({ attributes, type }: FastCall, input: readonly number[]) {
  const general: Attributes = {
    layout: "NHWC",
    pool_size: spatialPair(numbersAttribute(attributes, "kernel_shape"), 1),
    strides: spatialPair(numbersAttribute(attributes, "strides"), 1),
    padding: spatialPads(numbersAttribute(attributes, "pads")),
  };
  return poolWindow(general, imageShape(input), { dtype: type.dtype, shape: imageShape(type.shape) });
}

/** `espdl.max_pool`. */
export const espdlMaxPool: FastRule = (call, emitter) => {
  const [data] = call.inputs;
  const window = isHeld(data) && data.grid !== undefined ? windowOf(call, data.shape) : undefined;
  if (!isHeld(data) || window === undefined) return undefined;
  const held = emitter.image(data);
  const { kernel, strides, pads } = window;
  const name = emitter.node("MaxPool", [held.name], {
    kernel_shape: [...kernel],
    strides: [...strides],
    pads: [...pads],
  });
  return { ...held, name, shape: call.type.shape };
};

/** `espdl.avg_pool`: the exact sum of a window, times the float32 scale over its area, rounded. */
export const espdlAvgPool: FastRule = (call, emitter) => {
  const [data] = call.inputs;
  const { attributes, type, arithmetic } = call;
  const range = integerRange(type.dtype);
  const window = isHeld(data) && data.grid !== undefined ? windowOf(call, data.shape) : undefined;
  if (!isHeld(data) || window === undefined || range === undefined) return undefined;
  const { kernel, strides, pads } = window;
  const area = kernel[0] * kernel[1];
  if (area * (magnitude(data) + 128) >= EXACT) return undefined;
  const held = emitter.settled(emitter.image(data));
  const channels = type.shape.at(-1)!;
  const ones = emitter.floats(new Array<number>(channels * area).fill(1), [channels, 1, ...kernel]);
  const geometry = { group: channels, kernel_shape: [...kernel], strides: [...strides], pads: [...pads] };
  // Floor leaves the whole sum as it is, and keeps ONNX Runtime from multiplying the factor into the kernel instead.
  const sum = emitter.node("Floor", [emitter.node("Conv", [held.name, ones], geometry)]);
  const exponent = numberAttribute(attributes, "input_exponent") - numberAttribute(attributes, "output_exponent");
  const mean = emitter.node("Mul", [sum, emitter.scalar(Math.fround(1 / area) * 2 ** exponent)]);
  const name = roundFloat(emitter, mean, arithmetic.rounding, range.low, range.high);
  return name === undefined ? undefined : { ...held, name, shape: type.shape, grid: 0, ...range };
};
