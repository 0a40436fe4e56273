import type { Attributes } from "../../../../kernels-ref/operator.js";
import { flag, int, integer, ints, text } from "../attribute.js";
import { numbers, type TensorType } from "../graph.js";
import { broadcastShapes, input, type OperatorTable, require, show, tensor } from "./rule.js";

/** Most products of one sum of int16 that stay exact in a double. */
const MAX_PRODUCTS = 2 ** 22;

/** Both factors of a product sum are int8, or both int16, or the data int16 and the kernel int8. */
function requireQuantized(data: TensorType, weight: TensorType, products: number): void {
  const quantized = data.dtype === "int8" || data.dtype === "int16";
  require(quantized && (weight.dtype === data.dtype || weight.dtype === "int8"), () =>
    `data and kernel must be int8 or int16, the kernel no wider, got ${show(data)} and ${show(weight)}`);
  require(products <= MAX_PRODUCTS, () => `a sum may have ${MAX_PRODUCTS} products, got ${products}`);
}

function requirePerChannel(bias: TensorType | undefined, attributes: Attributes, channels: number): void {
  const shift = numbers(attributes, "shift");
  require(shift.length === 1 || shift.length === channels, () =>
    `there must be 1 or ${channels} exponents, got ${shift.length}`);
  require(bias === undefined || bias.shape.join() === `${channels}`, () =>
    `the bias must be [${channels}], got ${show(bias as TensorType)}`);
}

/** Length of a window's output along one axis. */
export function windowLength(
  length: number,
  taps: number,
  stride: number,
  before: number,
  after: number,
  dilation = 1,
) {
  return Math.floor((length + before + after - dilation * (taps - 1) - 1) / stride) + 1;
}

/** Spatial lengths of a window's output over [N, …space, C]; `pads` as ONNX has them. */
export function windowShape(data: TensorType, kernel: readonly number[], attributes: Attributes): number[] {
  const rank = data.shape.length - 2;
  require(rank === 1 || rank === 2, () => `the data must have 3 or 4 dimensions, got ${show(data)}`);
  const [strides, pads] = [numbers(attributes, "strides"), numbers(attributes, "pads")];
  const dilations = attributes.dilations === undefined ? [1, 1] : numbers(attributes, "dilations");
  const fits =
    kernel.length === rank && strides.length === rank && pads.length === 2 * rank && dilations.length >= rank;
  require(fits, () => `kernel, strides, pads and dilations must be those of ${rank} dimensions`);
  require([...strides, ...dilations, ...kernel].every((value) => value >= 1) && pads.every((pad) => pad >= 0), () =>
    "kernel, strides and dilations must be positive and pads not negative");
  const space = kernel.map((taps, i) =>
    windowLength(data.shape[i + 1], taps, strides[i], pads[i], pads[i + rank], dilations[i]),
  );
  require(space.every((length) => length > 0), () =>
    `the window [${kernel.join(", ")}] does not fit into ${show(data)}`);
  return space;
}

function convolved(inputs: readonly TensorType[], attributes: Attributes): TensorType {
  const data = input(inputs, 0);
  const weight = input(inputs, 1);
  require(weight.shape.length === data.shape.length, () =>
    `the kernel of ${show(data)} must have its rank, got ${show(weight)}`);
  const [inner, outer] = weight.shape.slice(-2);
  const channels = data.shape[data.shape.length - 1];
  const group = integer(attributes, "group");
  require(group === 1 || group === channels, () =>
    `group must be 1 or ${channels} (as many as channels), got ${group}; split the convolution`);
  const [outputs, fits] = group === 1 ? [outer, inner === channels] : [channels, inner === channels && outer === 1];
  require(fits, () => `the kernel ${show(weight)} does not fit ${channels} channels in ${group} groups`);
  const space = weight.shape.slice(0, -2);
  requireQuantized(
    data,
    weight,
    space.reduce((product, taps) => product * taps, group === 1 ? channels : 1),
  );
  requirePerChannel(inputs[2], attributes, outputs);
  return tensor(data.dtype, [data.shape[0], ...windowShape(data, space, attributes), outputs]);
}

function multiplied(inputs: readonly TensorType[], attributes: Attributes): TensorType {
  const [left, right] = [input(inputs, 0), input(inputs, 1)];
  require(left.shape.length > 0 && right.shape.length > 0, () => "a matrix product needs vectors or matrices");
  const a = left.shape.length === 1 ? [1, ...left.shape] : left.shape;
  const b = right.shape.length === 1 ? [...right.shape, 1] : right.shape;
  const [rows, depth] = a.slice(-2);
  const [inner, columns] = b.slice(-2);
  require(depth === inner, () => `${show(left)} and ${show(right)} must agree in the summed axis`);
  requireQuantized(left, right, depth);
  requirePerChannel(inputs[2], attributes, columns);
  const batch = broadcastShapes(a.slice(0, -2), b.slice(0, -2));
  const isDot = left.shape.length === 1 && right.shape.length === 1;
  const matrix = [...(left.shape.length === 1 ? [] : [rows]), ...(right.shape.length === 1 ? [] : [columns])];
  return tensor(left.dtype, isDot ? [1] : [...batch, ...matrix]);
}

/** Product sums of today's ESP-DL: integers in, integers out. Inputs: data, kernel, and optionally a bias. */
export const ESPDL_CONVOLUTION: OperatorTable = {
  "espdl.conv": {
    attributes: [ints("strides"), ints("pads"), ints("dilations"), int("group", 1), ints("shift"), flag("relu", false)],
    infer: (inputs, attributes) => [convolved(inputs, attributes)],
  },
  "espdl.matmul": {
    attributes: [ints("shift"), flag("relu", false), text("right_layout", "plain")],
    infer: (inputs, attributes) => [multiplied(inputs, attributes)],
  },
};
