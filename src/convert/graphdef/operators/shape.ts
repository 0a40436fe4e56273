import { UserError } from "../../../base/errors.js";
import type { Tensor } from "../../../base/tensor/tensor.js";
import type { GraphBuilder } from "../../graph/builder.js";
import { int64 } from "../../graph/constants.js";
import type { Value } from "../../graph/value.js";
import { concat } from "../../operators/concat.js";
import { materialize } from "../../operators/elementwise.js";
import { reshape, transpose } from "../../operators/reshape.js";
import { fold } from "../fold.js";
import type { NodeRule } from "../rule.js";
import { axisOf } from "./layout.js";

export const reshapeOperator: NodeRule = {
  emit(call) {
    const shape = call.numbers(1);
    const good = shape.length <= 8 && shape.every((size) => Number.isInteger(size) && size >= -1);
    return good
      ? reshape(call.g, call.value(0), shape)
      : call.refuse("the shape", `[${shape}]`, "sizes, one may be -1");
  },
};

/** Squeeze: axes of size 1 go; all where none is named. */
export const squeeze: NodeRule = {
  emit(call) {
    const x = call.value(0);
    const { shape } = x;
    const named = call.list("squeeze_dims", call.list("axis", [])).map((axis) => axisOf(call, axis, shape.length));
    const gone = (axis: number): boolean => (named.length === 0 ? shape[axis] === 1 : named.includes(axis));
    if (named.some((axis) => shape[axis] !== 1)) return call.refuse("squeeze_dims", `[${named}]`, `ones of [${shape}]`);
    return reshape(
      call.g,
      x,
      shape.filter((_, axis) => !gone(axis)),
    );
  },
};

export const expandDims: NodeRule = {
  emit(call) {
    const x = call.value(0);
    const axis = axisOf(call, call.numbers(1)[0] ?? 0, x.shape.length + 1);
    return reshape(call.g, x, x.shape.toSpliced(axis, 0, 1));
  },
};

export const transposeOperator: NodeRule = {
  emit(call) {
    const x = call.value(0);
    const order = call.numbers(1);
    const valid = order.length === x.shape.length && order.toSorted((a, b) => a - b).every((axis, i) => axis === i);
    return valid ? transpose(call.g, x, order) : call.refuse("permutation", order, `${x.shape.length} axes, each once`);
  },
};

/** ConcatV2: the axis comes last. */
export const concatV2: NodeRule = {
  emit(call) {
    const values = Array.from({ length: call.inputs - 1 }, (_, i) => call.value(i));
    const axis = call.numbers(call.inputs - 1)[0] ?? 0;
    if (values.length === 0) return call.refuse("its inputs", "none", "at least one");
    return joined(call.g, values, axisOf(call, axis, values[0]!.shape.length));
  },
};

/** Pack: one new axis. */
export const pack: NodeRule = {
  emit(call) {
    const values = Array.from({ length: call.inputs }, (_, i) => call.value(i));
    if (values.length === 0) return call.refuse("its inputs", "none", "at least one");
    const axis = axisOf(call, call.number("axis", 0), values[0]!.shape.length + 1);
    const raised = values.map((value) => reshape(call.g, value, value.shape.toSpliced(axis, 0, 1)));
    return joined(call.g, raised, axis);
  },
};

/** Tensors one after the other; constants give a constant. */
export function joined(g: GraphBuilder, values: readonly Value[], axis: number): Value {
  const constants = values.flatMap(({ constant }) => constant ?? []);
  if (constants.length < values.length) return concat(g, values, axis);
  const [{ shape: first }] = constants as [Tensor];
  const fits = constants.every(
    ({ shape }) => shape.length === first.length && shape.with(axis, 0).join() === first.with(axis, 0).join(),
  );
  if (!fits) throw new UserError(`its constants differ in shape beside axis ${axis}`);
  const shape = first.with(
    axis,
    constants.reduce((sum, { shape }) => sum + shape[axis]!, 0),
  );
  return g.constant(fold("concatenate", constants, shape, constants[0]!.dtype, { axis }));
}

/** Tile: the whole several times along each axis. */
export const tile: NodeRule = {
  emit(call) {
    const { g } = call;
    const given = call.value(0);
    const times = call.numbers(1);
    if (times.length !== given.shape.length || times.some((n) => !(n >= 1 && n < 2 ** 20)))
      return call.refuse("multiples", `[${times}]`, `${given.shape.length} numbers of at least 1`);
    if (times.every((n) => n === 1)) return given;
    const x = materialize(g, given);
    const repeats = g.weight("repeats", int64(x.order.map((axis) => times[axis]!)));
    return { ...x, name: g.node("Tile", [x.name, repeats]), shape: x.shape.map((size, axis) => size * times[axis]!) };
  },
};
