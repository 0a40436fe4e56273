import { UserError } from "../../base/errors.js";
import type { Attributes } from "../graph/attributes.js";
import type { GraphBuilder } from "../graph/builder.js";
import { scalar } from "../graph/constants.js";
import { identity, sameOrder, type Value } from "../graph/value.js";
import { reshape } from "./reshape.js";

/** An operator that treats every element by itself: the order stays. */
export function unary(
  g: GraphBuilder,
  opType: string,
  x: Value,
  attributes: Attributes = {},
  operands: readonly string[] = [],
): Value {
  const held = materialize(g, x);
  return {
    name: g.node(opType, [held.name, ...operands], attributes),
    shape: x.shape,
    order: held.order,
    dtype: x.dtype,
  };
}

/** A constant that an operator has to read as a tensor. */
export function materialize(g: GraphBuilder, x: Value): Value {
  if (x.constant === undefined) return x;
  return { name: g.as(x), shape: x.shape, order: x.order, dtype: x.dtype };
}

/** x ∘ c for a number. */
export const withNumber = (g: GraphBuilder, opType: string, x: Value, number: number): Value =>
  unary(g, opType, x, {}, [g.weight("constant", scalar(number))]);

/** An operator of two tensors with NumPy's broadcasting over the source's axes. */
export function binary(g: GraphBuilder, opType: string, a: Value, b: Value): Value {
  const shape = broadcast(a.shape, b.shape);
  const rank = shape.length;
  const [left, right] = [padded(g, a, rank), padded(g, b, rank)];
  const order = commonOrder(left, right);
  const name = g.node(opType, [operand(g, left, order), operand(g, right, order)]);
  return { name, shape, order, dtype: a.dtype };
}

/** A number needs no axes. */
const operand = (g: GraphBuilder, x: Value, order: readonly number[]): string =>
  x.constant?.size === 1 ? g.weight("constant", x.constant.reshape([])) : g.as(x, order);

/** The order that one of them has: channels first wins, as what follows will most likely want it. */
export function commonOrder(...values: readonly Value[]): readonly number[] {
  const given = values.filter(({ constant }) => constant === undefined);
  const moved = given.find(({ order }) => !sameOrder(order, identity(order.length)));
  return (moved ?? given[0] ?? values[0]!).order;
}

const padded = (g: GraphBuilder, x: Value, rank: number): Value =>
  x.shape.length === rank ? x : reshape(g, x, [...Array(rank - x.shape.length).fill(1), ...x.shape]);

export function broadcast(a: readonly number[], b: readonly number[]): number[] {
  const rank = Math.max(a.length, b.length);
  const at = (shape: readonly number[], axis: number): number => shape[axis - rank + shape.length] ?? 1;
  return Array.from({ length: rank }, (_, axis) => {
    const [x, y] = [at(a, axis), at(b, axis)];
    if (x !== y && x !== 1 && y !== 1)
      throw new UserError(`its inputs [${a}] and [${b}] do not fit each other; check the layers before it`);
    return x === 1 ? y : x;
  });
}
