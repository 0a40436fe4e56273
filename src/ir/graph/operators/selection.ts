import type { Attributes } from "../../../../kernels-ref/operator.js";
import { flag, floats, int, integer, ints } from "../attribute.js";
import { numbers, type TensorType } from "../graph.js";
import { input, type OperatorTable, require, show, tensor, wrapAxis } from "./rule.js";

function topk(data: TensorType, attributes: Attributes): TensorType[] {
  const axis = wrapAxis(integer(attributes, "axis"), data.shape.length);
  const [k, size] = [integer(attributes, "k"), data.shape[axis] as number];
  require(k >= 1 && k <= size, () => `k must be 1 to ${size}, got ${k}`);
  const shape = data.shape.with(axis, k);
  return [tensor(data.dtype, shape), tensor("int64", shape)];
}

function taken(data: TensorType, fill: TensorType, attributes: Attributes): TensorType {
  const [shape, sources] = [numbers(attributes, "shape"), numbers(attributes, "sources")];
  require(fill.dtype === data.dtype && fill.shape.length === 0, () => `the filler must be a scalar, got ${show(fill)}`);
  require(shape.length === data.shape.length && shape.every((length) => length > 0), () =>
    `the result must have the ${data.shape.length} axes of ${show(data)}, none empty`);
  let at = 0;
  shape.forEach((length, axis) => {
    const part = sources.slice(at, (at += length));
    require(part.length === length &&
      part.every((source) => source >= -1 && source < (data.shape[axis] as number)), () =>
      `the sources of axis ${axis} must lie in ${show(data)}`);
  });
  return tensor(data.dtype, shape);
}

function interpolated(data: TensorType, attributes: Attributes): TensorType {
  const [axis, taps] = [integer(attributes, "axis"), integer(attributes, "taps")];
  const sources = numbers(attributes, "sources");
  const length = data.shape[axis] ?? 0;
  require(data.dtype === "float32", () => `the input must be float32, got ${show(data)}`);
  require(sources.length % taps === 0 && sources.length === numbers(attributes, "weights").length, () =>
    "there must be a weight for every source");
  require(sources.every((source) => source >= 0 && source < length), () =>
    `the sources of axis ${axis} must lie in ${show(data)}`);
  return tensor(data.dtype, data.shape.with(axis, sources.length / taps));
}

/** Operators that pick elements, or sums along an axis. */
export const SELECTION: OperatorTable = {
  topk: {
    attributes: [int("k"), int("axis", -1), flag("largest", true)],
    infer: (inputs, attributes) => topk(input(inputs, 0), attributes),
  },
  cumsum: {
    attributes: [int("axis"), flag("exclusive", false), flag("reverse", false)],
    infer(inputs, attributes) {
      wrapAxis(integer(attributes, "axis"), input(inputs, 0).shape.length);
      return [input(inputs, 0)];
    },
  },
  "esp.take_axes": {
    attributes: [ints("shape"), ints("sources")],
    infer: (inputs, attributes) => [taken(input(inputs, 0), input(inputs, 1), attributes)],
  },
  "esp.interpolate": {
    attributes: [int("axis"), int("taps"), ints("sources"), floats("weights")],
    infer: (inputs, attributes) => [interpolated(input(inputs, 0), attributes)],
  },
};
