import type { DType } from "../../../../src/base/tensor/dtype.js";
import type { Attributes, TensorType } from "../../../../src/ir/graph/graph.js";
import { inferType } from "../../../../src/ir/graph/infer.js";
import type { Operand } from "../../../../src/ir/graph/program.js";
import { pick, random, type Twins, tensor, type } from "../twins.js";

export const REAL = ["int8", "int16", "float32"] as const;
export const INTEGERS = ["int8", "int16"] as const;

/** Integers at the ends, around 0 and between; floats that stay finite in every formula. */
export function real(dtype: DType): number {
  if (dtype === "float32") return pick([0, 1, -1, 0.5, -0.5, random(-9000, 9000) / 1024, random(-900, 900) / 7]);
  const end = dtype === "int8" ? 128 : 32768;
  return random(0, 5) === 0 ? pick([-end, end - 1, 0, 1, -1]) : random(-end, end - 1);
}

/** One call whose result types are those of the operator's rule; an operand is a type to feed or what is there already. */
export function call(
  twins: Twins,
  op: string,
  operands: readonly (TensorType | { readonly type: TensorType; readonly operand: Operand })[],
  attributes: Attributes = {},
): void {
  const given = operands.map((one) => ("operand" in one ? one : { type: one, operand: twins.input(one, real) }));
  const types = given.map((one) => one.type);
  twins.call(
    op,
    given.map(({ operand }) => operand),
    inferType(op, types, attributes),
    attributes,
  );
}

/** A constant operand with elements made by `make`. */
export function constant(
  twins: Twins,
  dtype: DType,
  shape: readonly number[],
  make: (dtype: DType) => number | bigint = real,
) {
  return { type: type(dtype, shape), operand: twins.constant(tensor(type(dtype, shape), make)) };
}

/** Two shapes that broadcast to each other, at least one of them whole. */
export function stretched(): [number[], number[]] {
  const shape = Array.from({ length: random(1, 4) }, () => pick([1, 2, 3, 5, 8, 16]));
  const part = shape.map((length) => (random(0, 2) === 0 ? 1 : length)).slice(random(0, 1) * random(0, shape.length));
  return random(0, 1) ? [shape, part] : [part, shape];
}
