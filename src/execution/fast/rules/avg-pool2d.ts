import { pooling } from "../../../../kernels-ref/pooling.js";
import { Tensor } from "../../../base/tensor/tensor.js";
import type { Emitter } from "../emitter.js";
import { EXACT, type Held, magnitude } from "../held.js";
import { type FastRule, isHeld } from "../rule.js";
import { planeMeans } from "./global-avg-pool2d.js";
import { poolWindow } from "./pool-window.js";

/** The first `kernel` rows and columns, of which `axis` is the first. */
function firstWindow(emitter: Emitter, data: Held, axis: number, kernel: readonly [number, number]): Held {
  if (kernel[0] === data.shape[axis] && kernel[1] === data.shape[axis + 1]) return data;
  const axes = data.image ? [2, 3] : [axis, axis + 1];
  const [starts, ends, places] = [[0, 0], kernel, axes].map((values) => emitter.ints(values));
  const shape = data.shape.with(axis, kernel[0]).with(axis + 1, kernel[1]);
  return { ...data, name: emitter.node("Slice", [data.name, starts!, ends!, places!]), shape };
}

/**
 * `nn.avg_pool2d` of float32 on a grid: the sum of a window is exact in any order while its integers stay below 2^24, so
 * a depthwise convolution of ones makes it; the quotient is rounded once, as in the reference.
 */
export const avgPool2d: FastRule = ({ attributes, inputs, type }, emitter) => {
  const [data] = inputs;
  if (!isHeld(data) || data.grid === undefined || type.dtype !== "float32") return undefined;
  const window = poolWindow(attributes, data.shape, type);
  if (window === undefined) return undefined;
  const [height, width] = window.kernel;
  const axis = window.layout.indexOf("H");
  const isOne = type.shape[axis] === 1 && type.shape[axis + 1] === 1;
  if (isOne && !window.pads.some((pad) => pad > 0) && window.dilations.every((step) => step === 1))
    return planeMeans(emitter, firstWindow(emitter, data, axis, window.kernel), window, 1, type.shape);
  if (height * width * (magnitude(data) + 128) >= EXACT) return undefined;
  const held = emitter.settled(window.layout === "NHWC" ? emitter.image(data) : emitter.plain(data));
  const channels = data.shape[window.layout.indexOf("C")]!;
  const ones = emitter.floats(new Array<number>(channels * height * width).fill(1), [channels, 1, height, width]);
  const sum = emitter.node("Conv", [held.name, ones], {
    group: channels,
    kernel_shape: [height, width],
    strides: [...window.strides],
    dilations: [...window.dilations],
    pads: [...window.pads],
  });
  const { rows, columns } = pooling(Tensor.zeros("int8", data.shape), Tensor.zeros("int8", type.shape), attributes);
  const includePad = attributes.count_include_pad === true;
  const counts = rows.flatMap((row) =>
    columns.map((column) => Math.max(1, includePad ? row.padded * column.padded : row.count * column.count)),
  );
  const divisor = counts.every((count) => count === counts[0])
    ? emitter.scalar(counts[0]!)
    : emitter.floats(counts, [1, 1, rows.length, columns.length]);
  const name = emitter.node("Div", [sum, divisor]);
  return { ...held, name, shape: type.shape, grid: undefined };
};
