import type { Attributes } from "../../../../kernels-ref/operator.js";
import { int, integer, text } from "../attribute.js";
import type { TensorType } from "../graph.js";
import { input, type OperatorTable, require, show, tensor, wrapAxis } from "./rule.js";

function indices(inputs: readonly TensorType[]): TensorType {
  const type = input(inputs, 1);
  require(type.dtype === "int32" || type.dtype === "int64", () => `indices must be int32 or int64, got ${show(type)}`);
  return type;
}

function taken(inputs: readonly TensorType[], attributes: Attributes): TensorType {
  const { dtype, shape } = input(inputs, 0);
  const axis = wrapAxis(integer(attributes, "axis"), shape.length);
  const picks = indices(inputs);
  require(shape[axis]! > 0 || picks.shape.includes(0), () => `nothing can be taken from ${show(input(inputs, 0))}`);
  return tensor(dtype, [...shape.slice(0, axis), ...picks.shape, ...shape.slice(axis + 1)]);
}

/** Each axis of the indices but `axis` lies within the data's. */
function requireElements(data: TensorType, picks: TensorType, attributes: Attributes): void {
  const axis = wrapAxis(integer(attributes, "axis"), data.shape.length);
  const fits =
    picks.shape.length === data.shape.length && picks.shape.every((d, i) => i === axis || d <= data.shape[i]!);
  require(fits && (data.shape[axis]! > 0 || picks.shape.includes(0)), () =>
    `indices ${show(picks)} do not fit ${show(data)} along axis ${axis}`);
}

/** The shape of the slices that tuples of indices name: [batch…, tuple…, rest of the data…]. */
function slices(data: TensorType, picks: TensorType, batch: number): number[] {
  const depth = picks.shape.at(-1) ?? 0;
  const axes = data.shape.slice(batch, batch + depth);
  const fits =
    picks.shape.length > batch &&
    batch + depth <= data.shape.length &&
    picks.shape.slice(0, batch).every((d, i) => d === data.shape[i]);
  require(fits && (!axes.includes(0) || picks.shape.includes(0)), () =>
    `indices ${show(picks)} with ${batch} batch axes do not fit ${show(data)}`);
  return [...picks.shape.slice(0, -1), ...data.shape.slice(batch + depth)];
}

function scattered(inputs: readonly TensorType[], expected: readonly number[]): TensorType[] {
  const [data, updates] = [input(inputs, 0), input(inputs, 2)];
  require(updates.dtype === data.dtype && updates.shape.join() === expected.join(), () =>
    `the updates must be ${data.dtype}[${expected.join(", ")}], got ${show(updates)}`);
  return [data];
}

/** Operators that read or write elements where an input of indices says. */
export const INDEXING: OperatorTable = {
  take: { attributes: [int("axis")], infer: (inputs, attributes) => [taken(inputs, attributes)] },
  gather: {
    attributes: [int("axis")],
    infer(inputs, attributes) {
      requireElements(input(inputs, 0), indices(inputs), attributes);
      return [tensor(input(inputs, 0).dtype, indices(inputs).shape)];
    },
  },
  gather_nd: {
    attributes: [int("batch_dims", 0)],
    infer(inputs, attributes) {
      const shape = slices(input(inputs, 0), indices(inputs), integer(attributes, "batch_dims"));
      return [tensor(input(inputs, 0).dtype, shape)];
    },
  },
  scatter_elements: {
    attributes: [int("axis", 0), text("reduction", "none")],
    infer(inputs, attributes) {
      requireElements(input(inputs, 0), indices(inputs), attributes);
      return scattered(inputs, indices(inputs).shape);
    },
  },
  scatter_nd: {
    attributes: [text("reduction", "none")],
    infer: (inputs) => scattered(inputs, slices(input(inputs, 0), indices(inputs), 0)),
  },
};
