import { sizeOf } from "../../../../kernels-ref/array.js";
import type { Attributes } from "../../../../kernels-ref/operator.js";
import { float, int, integer, ints, text, textOf } from "../attribute.js";
import { numbers, type TensorType } from "../graph.js";
import { requireReal } from "./espdl-elementwise.js";
import { input, type OperatorTable, require, show, tensor } from "./rule.js";

function sliced(data: TensorType, attributes: Attributes): TensorType {
  const [starts, counts, steps] = ["starts", "counts", "steps"].map((name) => numbers(attributes, name));
  const inside = data.shape.every((length, axis) => {
    const last = starts[axis] + (counts[axis] - 1) * steps[axis];
    return counts[axis] >= 1 && starts[axis] >= 0 && starts[axis] < length && last >= 0 && last < length;
  });
  require(inside && starts.length === data.shape.length, () =>
    `the slice from [${starts.join(", ")}] by [${steps.join(", ")}], ${counts.join(" × ")} elements, is not inside ${show(data)}`);
  return tensor(data.dtype, counts);
}

function gathered(data: TensorType, attributes: Attributes): TensorType {
  const axis = integer(attributes, "axis");
  const length = data.shape[axis] ?? 0;
  const indices = numbers(attributes, "indices");
  const outside = indices.find((index) => index < 0 || index >= length);
  require(outside === undefined, () =>
    `index ${outside} is outside of 0 … ${length - 1} (the chip does not count from the end)`);
  return tensor(data.dtype, [
    ...data.shape.slice(0, axis),
    ...numbers(attributes, "indices_shape"),
    ...data.shape.slice(axis + 1),
  ]);
}

function padded(data: TensorType, attributes: Attributes): TensorType {
  const rank = data.shape.length;
  const pads = numbers(attributes, "pads");
  const mode = textOf(attributes, "mode");
  require(["constant", "edge", "reflect"].includes(mode), () => `mode must be constant, edge or reflect, got ${mode}`);
  require(pads.length === 2 * rank && pads.every((pad) => pad >= 0), () =>
    `${show(data)} needs ${2 * rank} pads ≥ 0, got [${pads.join(", ")}]`);
  const reaches = data.shape.every((length, axis) => Math.max(pads[axis], pads[axis + rank]) < length);
  require(mode !== "reflect" || reaches, () =>
    `reflect needs pads shorter than the data, got [${pads.join(", ")}] for ${show(data)}`);
  return tensor(
    data.dtype,
    data.shape.map((length, axis) => length + pads[axis] + pads[axis + rank]),
  );
}

function cached(data: TensorType, attributes: Attributes): TensorType {
  const axis = integer(attributes, "frame_axis");
  const window = integer(attributes, "window_size");
  require(axis >= 0 && axis < data.shape.length && window >= 1, () =>
    `frame axis ${axis} or window ${window} does not fit ${show(data)}`);
  require(data.shape.slice(0, axis).every((length) => length === 1), () =>
    `the axes before the frame axis ${axis} must be 1 (the chip copies whole blocks), got ${show(data)}`);
  return tensor(data.dtype, data.shape.with(axis, data.shape[axis] + window - 1));
}

function reversed(data: TensorType, attributes: Attributes): TensorType {
  const [batch, time] = [integer(attributes, "batch_axis"), integer(attributes, "time_axis")];
  require(Math.min(batch, time) === 0 && Math.max(batch, time) === 1 && data.shape.length >= 2, () =>
    `batch and time must be the axes 0 and 1, got ${batch} and ${time} of ${show(data)}`);
  const lengths = numbers(attributes, "lengths");
  const fits =
    lengths.length === data.shape[batch] && lengths.every((length) => length >= 0 && length <= data.shape[time]);
  require(fits, () => `the lengths [${lengths.join(", ")}] do not fit ${show(data)}`);
  return data;
}

function scattered(data: TensorType, updates: TensorType, attributes: Attributes): TensorType {
  const offsets = numbers(attributes, "offsets");
  const size = sizeOf(updates.shape) / Math.max(offsets.length, 1);
  const inside = offsets.every((offset) => offset >= 0 && offset + size <= sizeOf(data.shape));
  require(data.dtype === updates.dtype && Number.isInteger(size) && inside, () =>
    `${offsets.length} updates of ${show(updates)} are not inside ${show(data)}`);
  return data;
}

/** Operators of today's ESP-DL that only move elements, bit for bit. */
export const ESPDL_MOVEMENT: OperatorTable = {
  "espdl.slice": {
    attributes: [ints("starts"), ints("counts"), ints("steps")],
    infer: (inputs, attributes) => [sliced(requireReal(input(inputs, 0)), attributes)],
  },
  "espdl.gather": {
    attributes: [int("axis"), ints("indices"), ints("indices_shape")],
    infer: (inputs, attributes) => [gathered(requireReal(input(inputs, 0)), attributes)],
  },
  "espdl.pad": {
    attributes: [ints("pads"), text("mode"), float("value", 0)],
    infer: (inputs, attributes) => [padded(requireReal(input(inputs, 0)), attributes)],
  },
  "espdl.streaming_cache": {
    attributes: [int("window_size"), int("frame_axis")],
    infer: (inputs, attributes) => [cached(requireReal(input(inputs, 0)), attributes)],
  },
  "espdl.reverse_sequence": {
    attributes: [int("batch_axis"), int("time_axis"), ints("lengths")],
    infer: (inputs, attributes) => [reversed(requireReal(input(inputs, 0)), attributes)],
  },
  "espdl.scatter_nd": {
    attributes: [ints("offsets"), text("reduction", "none")],
    infer: (inputs, attributes) => [scattered(requireReal(input(inputs, 0)), input(inputs, 1), attributes)],
  },
};
