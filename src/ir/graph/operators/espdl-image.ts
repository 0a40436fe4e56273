import type { Attributes } from "../../../../kernels-ref/operator.js";
import { flag, floats, int, integer, ints, text, textOf } from "../attribute.js";
import { numbers, type TensorType } from "../graph.js";
import { windowShape } from "./espdl-convolution.js";
import { requireReal } from "./espdl-elementwise.js";
import { input, type OperatorTable, require, show, tensor } from "./rule.js";

function pooled(data: TensorType, attributes: Attributes): TensorType {
  requireReal(data);
  const space = windowShape(data, numbers(attributes, "kernel_shape"), attributes);
  return tensor(data.dtype, [data.shape[0], ...space, data.shape[data.shape.length - 1]]);
}

function requireRank4(data: TensorType): readonly number[] {
  require(data.shape.length === 4, () => `the data must have 4 dimensions, got ${show(data)}`);
  return data.shape;
}

function depthToSpace(data: TensorType, attributes: Attributes): TensorType {
  const [n, h, w, c] = requireRank4(data);
  const b = integer(attributes, "block_size");
  const depth = c / (b * b);
  require(b >= 1 && Number.isInteger(depth), () => `${c} channels do not divide into blocks of ${b} × ${b}`);
  const isCrd = textOf(attributes, "mode") === "CRD";
  require(isCrd || depth === b, () =>
    `mode DCR is wrong on the chip unless there are blocksize³ channels, got ${c} for blocksize ${b}; export with mode CRD`);
  return tensor(data.dtype, [n, h * b, w * b, depth]);
}

function spaceToDepth(data: TensorType, attributes: Attributes): TensorType {
  const [n, h, w, c] = requireRank4(data);
  const b = integer(attributes, "block_size");
  require(b >= 1 && h % b === 0 && w % b === 0, () => `${show(data)} does not divide into blocks of ${b} × ${b}`);
  return tensor(data.dtype, [n, h / b, w / b, c * b * b]);
}

/** Output lengths are ⌊length · scale⌋; linear needs two elements to blend. */
function resized(data: TensorType, attributes: Attributes): TensorType {
  const rank = data.shape.length - 2;
  const scales = numbers(attributes, "scales");
  require(data.dtype === "int8", () => `the data must be int8 (the chip resizes nothing else), got ${show(data)}`);
  require((rank === 1 || rank === 2) && scales.length === rank, () =>
    `${show(data)} cannot take ${scales.length} scales`);
  require(data.shape[0] === 1, () => `the chip resizes one image, got a batch of ${data.shape[0]}`);
  const mode = textOf(attributes, "mode");
  require(mode === "nearest" || mode === "linear", () => `mode must be nearest or linear, got ${mode}`);
  const space = data.shape.slice(1, -1);
  require(mode === "nearest" || space.every((length) => length > 1), () =>
    `linear needs at least 2 elements along each axis, got ${show(data)} (the chip reads before its memory)`);
  const lengths = space.map((length, axis) => Math.trunc(Math.fround(length * scales[axis])));
  require(lengths.every((length) => length > 0), () =>
    `the scales [${scales.join(", ")}] leave nothing of ${show(data)}`);
  return tensor(data.dtype, [data.shape[0], ...lengths, data.shape[data.shape.length - 1]]);
}

function zerosInserted(data: TensorType, attributes: Attributes): TensorType {
  const rank = data.shape.length - 2;
  const [stride, extra] = [numbers(attributes, "stride"), numbers(attributes, "output_padding")];
  const fits = rank >= 1 && stride.length === rank && extra.length === rank && stride.every((step) => step >= 1);
  require(fits && extra.every((pad) => pad >= 0), () => `stride and output_padding must be those of ${show(data)}`);
  const space = data.shape.slice(1, -1).map((length, axis) => length + (stride[axis] - 1) * (length - 1) + extra[axis]);
  return tensor(data.dtype, [data.shape[0], ...space, data.shape[rank + 1]]);
}

const EXPONENTS = [int("input_exponent", 0), int("output_exponent", 0)];

/** Operators of today's ESP-DL on images [N, H, W, C] and lines [N, W, C]. */
export const ESPDL_IMAGE: OperatorTable = {
  "espdl.avg_pool": {
    attributes: [ints("kernel_shape"), ints("strides"), ints("pads"), ...EXPONENTS],
    infer: (inputs, attributes) => [pooled(input(inputs, 0), attributes)],
  },
  "espdl.max_pool": {
    attributes: [ints("kernel_shape"), ints("strides"), ints("pads")],
    infer: (inputs, attributes) => [pooled(input(inputs, 0), attributes)],
  },
  "espdl.depth_to_space": {
    attributes: [int("block_size"), text("layout", "NHWC"), text("mode")],
    infer: (inputs, attributes) => [depthToSpace(requireReal(input(inputs, 0)), attributes)],
  },
  "espdl.space_to_depth": {
    attributes: [int("block_size"), text("layout", "NHWC"), text("mode", "CRD")],
    infer: (inputs, attributes) => [spaceToDepth(requireReal(input(inputs, 0)), attributes)],
  },
  "espdl.resize": {
    attributes: [text("mode"), floats("scales"), flag("align_corners", false), ...EXPONENTS],
    infer: (inputs, attributes) => [resized(input(inputs, 0), attributes)],
  },
  "espdl.insert_zeros": {
    attributes: [ints("stride"), ints("output_padding")],
    infer: (inputs, attributes) => [zerosInserted(requireReal(input(inputs, 0)), attributes)],
  },
};
