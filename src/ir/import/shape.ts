import { node } from "../graph/build.js";
import type { Value } from "../graph/graph.js";
import type { ImporterTable, Operands } from "./operands.js";

/** Axes from the attribute before opset 13, from an input since. */
export function axesOf(operands: Operands, since = 13): readonly number[] | undefined {
  if (operands.opset < since) return operands.ints("axes");
  return operands.optionalTensor(1, "axes")?.toNumbers();
}

function flatten(operands: Operands): Value {
  const data = operands.value(0);
  const { shape } = data.type;
  const axis = operands.int("axis", 1);
  const wrapped = axis < 0 ? axis + shape.length : axis;
  if (wrapped < 0 || wrapped > shape.length)
    operands.fail(`axis must be within rank ${shape.length}`, String(axis), "export the model again");
  if (wrapped === 1) return operands.call("nn.batch_flatten", [data]);
  const before = shape.slice(0, wrapped).reduce((product, dim) => product * dim, 1);
  const after = shape.slice(wrapped).reduce((product, dim) => product * dim, 1);
  return operands.call("reshape", [data], { newshape: [before, after] });
}

function reshape(operands: Operands): Value {
  const newshape = operands.tensor(1, "the shape").toNumbers();
  return operands.call("reshape", [operands.value(0)], { newshape, allowzero: operands.int("allowzero", 0) !== 0 });
}

function squeeze(operands: Operands): Value {
  const data = operands.value(0);
  const ones = data.type.shape.flatMap((dim, axis) => (dim === 1 ? [axis] : []));
  return operands.call("squeeze", [data], { axis: axesOf(operands) ?? ones });
}

function unsqueeze(operands: Operands): Value {
  const axes = axesOf(operands) ?? operands.fail("axes must be given", "none", "export the model again");
  const rank = operands.value(0).type.shape.length + axes.length;
  const sorted = axes.map((axis) => (axis < 0 ? axis + rank : axis)).sort((a, b) => a - b);
  return sorted.reduce((value, axis) => operands.call("expand_dims", [value], { axis }), operands.value(0));
}

function transpose(operands: Operands): Value {
  const { shape } = operands.value(0).type;
  const axes = operands.ints("perm") ?? shape.map((_, axis) => shape.length - 1 - axis);
  return operands.call("transpose", [operands.value(0)], { axes });
}

/** Split-18: ⌈dim / num_outputs⌉ elements a part, fewer in the last one. Undefined where all parts are equal. */
function unequal(operands: Operands, parts: number, dim: number): readonly number[] | undefined {
  const asked = operands.int("num_outputs", parts);
  if (asked !== parts)
    operands.fail(`attribute num_outputs must be its ${parts} outputs`, String(asked), "export the model again");
  if (operands.opset < 18 || dim % parts === 0) return undefined;
  const size = Math.ceil(dim / parts);
  return Array.from({ length: parts }, (_, part) => Math.min(size, dim - part * size));
}

function split(operands: Operands): readonly Value[] {
  const given = operands.opset < 13 ? operands.ints("split") : operands.optionalTensor(1, "the split")?.toNumbers();
  const parts = operands.node.outputs.length;
  const data = operands.value(0);
  const axis = operands.int("axis", 0);
  const dim = data.type.shape.at(axis);
  const sizes = given ?? unequal(operands, parts, dim ?? 0);
  const total = sizes?.reduce((sum, size) => sum + size, 0);
  if (
    sizes !== undefined &&
    dim !== undefined &&
    (sizes.length !== parts || total !== dim || sizes.some((size) => size < 0))
  )
    operands.fail(
      `split must have ${parts} sizes whose sum is ${dim}`,
      `[${sizes.join(", ")}]`,
      "export the model again",
    );
  let end = 0;
  const cuts = sizes?.slice(0, -1).map((size) => (end += size));
  const attributes = { indices_or_sections: cuts ?? parts, axis };
  return node("split", [data], attributes, operands.origin()).results;
}

function concat(operands: Operands): Value {
  return operands.call("concatenate", operands.values(), { axis: operands.int("axis", 0) });
}

export const SHAPE: ImporterTable = {
  Concat: (operands) => [concat(operands)],
  Flatten: (operands) => [flatten(operands)],
  Reshape: (operands) => [reshape(operands)],
  Split: split,
  Squeeze: (operands) => [squeeze(operands)],
  Transpose: (operands) => [transpose(operands)],
  Unsqueeze: (operands) => [unsqueeze(operands)],
};
