import type { Attributes, AttributeValue } from "../../../../kernels-ref/operator.js";
import type { DType } from "../../../base/tensor/dtype.js";
import { int, integer, ints, pairs, sections, text, textOf } from "../attribute.js";
import { numbers, type TensorType } from "../graph.js";
import { isPermutation, permuteShape } from "../layout.js";
import { broadcastShapes, input, type OperatorTable, require, show, tensor, wrapAxis } from "./rule.js";

/** Joins along `axis`; every other dimension must agree. */
export function concatenated(inputs: readonly TensorType[], axis: number): TensorType {
  const first = input(inputs, 0);
  const at = wrapAxis(axis, first.shape.length);
  const shape = [...first.shape];
  for (const other of inputs.slice(1)) {
    const fits =
      other.dtype === first.dtype &&
      other.shape.length === shape.length &&
      other.shape.every((d, i) => i === at || d === shape[i]);
    require(fits, () => `${show(first)} and ${show(other)} do not join along axis ${axis}`);
    shape[at] = (shape[at] as number) + (other.shape[at] as number);
  }
  return tensor(first.dtype, shape);
}

function padded(data: TensorType, attributes: Attributes): number[] {
  const widths = attributes.pad_width as readonly (readonly [number, number])[];
  require(widths.length === data.shape.length, () =>
    `pad_width must have ${data.shape.length} pairs, got ${widths.length}`);
  return data.shape.map(
    (dim, i) => dim + (widths[i] as readonly [number, number])[0] + (widths[i] as readonly [number, number])[1],
  );
}

/** Cut points of a split, from a count of equal parts or from the points themselves. */
function cuts(size: number, indicesOrSections: AttributeValue): number[] {
  if (typeof indicesOrSections !== "number") return [0, ...(indicesOrSections as readonly number[]), size];
  require(size % indicesOrSections === 0, () => `${size} does not divide into ${indicesOrSections} equal parts`);
  return Array.from({ length: indicesOrSections + 1 }, (_, i) => (i * size) / indicesOrSections);
}

function splitTypes(data: TensorType, attributes: Attributes): TensorType[] {
  const axis = wrapAxis(integer(attributes, "axis"), data.shape.length);
  const at = cuts(data.shape[axis] as number, attributes.indices_or_sections as AttributeValue);
  return at.slice(1).map((end, i) => {
    require(end >= (at[i] as number), () => "cut points must ascend");
    return tensor(data.dtype, data.shape.with(axis, end - (at[i] as number)));
  });
}

function layoutTransformed(data: TensorType, attributes: Attributes): number[] {
  const from = textOf(attributes, "src_layout");
  const to = textOf(attributes, "dst_layout");
  require(isPermutation(from, to) && from.length === data.shape.length, () =>
    `${show(data)} cannot go from ${from} to ${to}`);
  return permuteShape(data.shape, from, to);
}

/** Operators that move, repeat or make elements without arithmetic. */
export const MOVEMENT: OperatorTable = {
  transpose: {
    attributes: [ints("axes")],
    infer(inputs, attributes) {
      const { dtype, shape } = input(inputs, 0);
      const axes = numbers(attributes, "axes").map((axis) => wrapAxis(axis, shape.length));
      require(new Set(axes).size === shape.length, () =>
        `axes [${axes.join(", ")}] do not permute ${shape.length} dimensions`);
      return [
        tensor(
          dtype,
          axes.map((axis) => shape[axis] as number),
        ),
      ];
    },
  },
  layout_transform: {
    attributes: [text("src_layout"), text("dst_layout")],
    infer: (inputs, a) => [tensor(input(inputs, 0).dtype, layoutTransformed(input(inputs, 0), a))],
  },
  "nn.pad": {
    attributes: [pairs("pad_width"), text("pad_mode", "constant")],
    infer: (inputs, a) => [tensor(input(inputs, 0).dtype, padded(input(inputs, 0), a))],
  },
  concatenate: { attributes: [int("axis", 0)], infer: (inputs, a) => [concatenated(inputs, integer(a, "axis"))] },
  split: {
    attributes: [sections("indices_or_sections"), int("axis", 0)],
    infer: (inputs, a) => splitTypes(input(inputs, 0), a),
  },
  repeat: {
    attributes: [int("repeats"), int("axis")],
    infer(inputs, attributes) {
      const { dtype, shape } = input(inputs, 0);
      const axis = wrapAxis(integer(attributes, "axis"), shape.length);
      return [tensor(dtype, shape.with(axis, (shape[axis] as number) * integer(attributes, "repeats")))];
    },
  },
  broadcast_to: {
    attributes: [ints("shape")],
    infer(inputs, attributes) {
      const shape = numbers(attributes, "shape");
      broadcastShapes(input(inputs, 0).shape, shape);
      return [tensor(input(inputs, 0).dtype, shape)];
    },
  },
  broadcast_to_like: { attributes: [], infer: (inputs) => [tensor(input(inputs, 0).dtype, input(inputs, 1).shape)] },
  zeros: {
    attributes: [ints("shape"), text("dtype")],
    infer: (_, a) => [tensor(textOf(a, "dtype") as DType, numbers(a, "shape"))],
  },
  full: {
    attributes: [ints("shape"), text("dtype")],
    infer: (_, a) => [tensor(textOf(a, "dtype") as DType, numbers(a, "shape"))],
  },
};
