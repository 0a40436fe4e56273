import { UserError } from "../../base/errors.js";
import type { GraphBuilder } from "../graph/builder.js";
import { int64 } from "../graph/constants.js";
import { permute } from "../graph/permute.js";
import { count, identity, sameOrder, type Value } from "../graph/value.js";

/** The same elements, in the order of the source's axes, under another shape. One size may be -1. */
export function reshape(g: GraphBuilder, x: Value, wanted: readonly number[]): Value {
  const shape = resolve(x.shape, wanted);
  if (x.constant !== undefined) return g.constant(x.constant.reshape(shape));
  const plain = sameOrder(x.order, identity(x.order.length));
  if (plain && shape.join() === x.shape.join()) return x;
  const order = identity(shape.length);
  // Axes of size 1 may stand anywhere: the elements are read in the same order.
  const moved = !sameOrder(withoutOnes(x, x.order), withoutOnes(x, identity(x.order.length)));
  const from = moved ? g.as(x) : x.name;
  return { name: g.node("Reshape", [from, g.weight("shape", int64(shape))]), shape, order, dtype: x.dtype };
}

const withoutOnes = (x: Value, axes: readonly number[]): number[] => axes.filter((axis) => x.shape[axis] !== 1);

function resolve(shape: readonly number[], wanted: readonly number[]): number[] {
  const known = count(wanted.filter((size) => size !== -1));
  const free = wanted.filter((size) => size === -1).length;
  const missing = free === 1 ? count(shape) / known : 1;
  if (free > 1 || !Number.isInteger(missing) || known * missing !== count(shape))
    throw new UserError(`its target shape [${wanted}] does not hold the elements of its input [${shape}]`);
  return wanted.map((size) => (size === -1 ? missing : size));
}

/** The axes in another order. Nothing is computed: the value only speaks of its axes in the new order. */
export function transpose(g: GraphBuilder, x: Value, permutation: readonly number[]): Value {
  const shape = permutation.map((axis) => x.shape[axis]!);
  const order = x.order.map((axis) => permutation.indexOf(axis));
  return x.constant === undefined ? { ...x, shape, order } : g.constant(permute(x.constant, permutation));
}
