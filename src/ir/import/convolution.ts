import type { Value } from "../graph/graph.js";
import type { ImporterTable, Operands } from "./operands.js";
import { autoPad, padSame, type Window, windowOf, withHeight } from "./window.js";

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

function convTranspose(operands: Operands): Value {
  const data = operands.value(0);
  const weight = operands.value(1);
  operands.expectDtype(data, ["float32"], "the data of a transposed convolution");
  if (weight.type.shape.length !== 4)
    operands.fail("a transposed convolution must be 2-D", `rank ${weight.type.shape.length}`, "add a height of 1");
  if (operands.ints("output_shape") !== undefined || autoPad(operands).startsWith("SAME")) {
    operands.fail(
      "the padding of a transposed convolution must be given as pads",
      "output_shape or auto_pad",
      "write the padding as pads",
    );
  }
  const window = windowOf(operands, 2, weight.type.shape.slice(2));
  const groups = operands.int("group", 1);
  const { kernel, strides, padding, dilation } = window;
  const attributes = {
    channels: (weight.type.shape[1] as number) * groups,
    kernel_size: kernel,
    strides,
    padding,
    dilation,
    groups,
    output_padding: operands.ints("output_padding") ?? [0, 0],
  };
  const out = operands.call("nn.conv2d_transpose", [data, weight], attributes);
  return operands.inputs[2] === undefined ? out : operands.call("nn.bias_add", [out, operands.value(2)]);
}

export const CONVOLUTION: ImporterTable = {
  Conv: (operands) => [conv(operands)],
  ConvTranspose: (operands) => [convTranspose(operands)],
};
