import type { Attributes } from "../../../../kernels-ref/operator.js";
import type { DType } from "../../../base/tensor/dtype.js";
import { type AttributeSpec, int, integer, ints, text, textOf } from "../attribute.js";
import { numbers, type TensorType } from "../graph.js";
import { isPermutation, permuteShape } from "../layout.js";
import { input, type OperatorRule, type OperatorTable, require, show, tensor } from "./rule.js";

const CONV2D: readonly AttributeSpec[] = [
  ints("strides", [1, 1]),
  ints("padding", [0, 0]),
  ints("dilation", [1, 1]),
  int("groups", 1),
  int("channels"),
  ints("kernel_size"),
  text("data_layout", "NCHW"),
  text("kernel_layout", "OIHW"),
  text("out_layout", ""),
  text("out_dtype", ""),
];

const CONV2D_TRANSPOSE: readonly AttributeSpec[] = [
  int("channels"),
  ints("kernel_size"),
  ints("strides", [1, 1]),
  ints("padding", [0, 0]),
  ints("output_padding", [0, 0]),
  ints("dilation", [1, 1]),
  int("groups", 1),
  text("data_layout", "NCHW"),
  text("kernel_layout", "IOHW"),
  text("out_layout", ""),
  text("out_dtype", ""),
];

/** Relay's padding as [top, left, bottom, right]: one value means all four, two mean top = bottom and left = right. */
export function padding4(padding: readonly number[]): [number, number, number, number] {
  const [a = 0, b = a, c = a, d = b] = padding;
  return [a, b, c, d];
}

function dataIn(type: TensorType, layout: string): number[] {
  require(type.shape.length === 4, () => `the data must have 4 dimensions, got ${show(type)}`);
  require(isPermutation(layout, "NCHW"), () => `the data layout must be a permutation of NCHW, got ${layout}`);
  return permuteShape(type.shape, layout, "NCHW");
}

function outputType(data: TensorType, attributes: Attributes, nchw: readonly number[]): TensorType {
  const layout = textOf(attributes, "out_layout") || textOf(attributes, "data_layout");
  return tensor((textOf(attributes, "out_dtype") || data.dtype) as DType, permuteShape(nchw, "NCHW", layout));
}

function inferConv2d(data: TensorType, weight: TensorType, attributes: Attributes): TensorType {
  const [n, c, h, w] = dataIn(data, textOf(attributes, "data_layout")) as [number, number, number, number];
  const kernelLayout = textOf(attributes, "kernel_layout");
  require(weight.shape.length === 4, () => `the kernel must have 4 dimensions, got ${show(weight)}`);
  const [o, i, kh, kw] = permuteShape(weight.shape, kernelLayout, "OIHW") as [number, number, number, number];
  const groups = integer(attributes, "groups");
  const channels = integer(attributes, "channels");
  require(c % groups === 0 && channels % groups === 0, () =>
    `${groups} groups do not divide ${c} → ${channels} channels`);
  require(c / groups === i, () =>
    `the kernel must have ${c / groups} input channels a group, got ${show(weight)} as ${kernelLayout}`);
  require(o === channels, () =>
    `the kernel must have ${channels} output channels, got ${show(weight)} as ${kernelLayout}`);
  const [top, left, bottom, right] = padding4(numbers(attributes, "padding"));
  const [sh, sw] = numbers(attributes, "strides") as [number, number];
  const [dh, dw] = numbers(attributes, "dilation") as [number, number];
  const oh = Math.floor((h + top + bottom - ((kh - 1) * dh + 1)) / sh) + 1;
  const ow = Math.floor((w + left + right - ((kw - 1) * dw + 1)) / sw) + 1;
  require(oh > 0 && ow > 0, () => `a ${kh}×${kw} kernel does not fit into ${show(data)}`);
  return outputType(data, attributes, [n, channels, oh, ow]);
}

const conv2dTranspose: OperatorRule = {
  attributes: CONV2D_TRANSPOSE,
  infer(inputs, attributes) {
    const data = input(inputs, 0);
    const [n, c, h, w] = dataIn(data, textOf(attributes, "data_layout")) as [number, number, number, number];
    const weight = permuteShape(input(inputs, 1).shape, textOf(attributes, "kernel_layout"), "IOHW") as number[];
    require(weight[0] === c, () => `the kernel must have ${c} input channels, got ${show(input(inputs, 1))}`);
    const [top, left, bottom, right] = padding4(numbers(attributes, "padding"));
    const [sh, sw] = numbers(attributes, "strides") as [number, number];
    const [dh, dw] = numbers(attributes, "dilation") as [number, number];
    const [ph, pw] = numbers(attributes, "output_padding") as [number, number];
    const oh = sh * (h - 1) + ((weight[2] as number) - 1) * dh + 1 - top - bottom + ph;
    const ow = sw * (w - 1) + ((weight[3] as number) - 1) * dw + 1 - left - right + pw;
    return [outputType(data, attributes, [n, integer(attributes, "channels"), oh, ow])];
  },
};

/** Convolutions; the first two inputs are data and kernel, what follows in `qnn.conv2d` are zero points and scales. */
export const CONVOLUTION: OperatorTable = {
  "nn.conv2d": { attributes: CONV2D, infer: (inputs, a) => [inferConv2d(input(inputs, 0), input(inputs, 1), a)] },
  "qnn.conv2d": {
    attributes: CONV2D,
    infer(inputs, attributes) {
      const data = input(inputs, 0);
      require(/^u?int8$|^int16$/.test(data.dtype), () => `the data must be int8, uint8 or int16, got ${show(data)}`);
      return [inferConv2d(data, input(inputs, 1), attributes)];
    },
  },
  "nn.conv2d_transpose": conv2dTranspose,
};
