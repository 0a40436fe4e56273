import type { Value } from "../graph/graph.js";
import type { ImporterTable, Operands } from "./operands.js";
import { padSame, type Window, windowOf, withHeight } from "./window.js";

/** A kernel of rank 3 (1-D) as one of height 1. */
export function kernel2d(operands: Operands, kernel: Value): Value {
  return kernel.type.shape.length === 3 ? operands.call("expand_dims", [kernel], { axis: 2 }) : kernel;
}

/** Attributes of `nn.conv2d` and `qnn.conv2d` for a window. */
export function convAttributes(window: Window, groups: number, channels: number) {
  const { kernel, strides, dilation, padding } = window;
  return { strides, padding, dilation, groups, channels, kernel_size: kernel };
}

function conv(operands: Operands): Value {
  const data = operands.value(0);
  const weight = operands.value(1);
  operands.expectDtype(data, ["float32"], "the data of a float convolution");
  const dims = weight.type.shape.length - 2;
  const window = windowOf(operands, dims, weight.type.shape.slice(2));
  return withHeight(operands, data, (data2d) => {
    const padded = padSame(operands, data2d, window, 0);
    const attributes = convAttributes(window, operands.int("group", 1), weight.type.shape[0] as number);
    const out = operands.call("nn.conv2d", [padded, kernel2d(operands, weight)], attributes);
    return operands.inputs[2] === undefined ? out : operands.call("nn.bias_add", [out, operands.value(2)]);
  });
}

export const CONVOLUTION: ImporterTable = {
  Conv: (operands) => [conv(operands)],
};
