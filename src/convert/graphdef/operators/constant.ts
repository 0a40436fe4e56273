import { allocate } from "../../../base/tensor/dtype.js";
import { Tensor } from "../../../base/tensor/tensor.js";
import { int64 } from "../../graph/constants.js";
import { count, type Value } from "../../graph/value.js";
import { materialize } from "../../operators/elementwise.js";
import type { NodeCall, NodeRule } from "../rule.js";
import { knownShape } from "../shape.js";

/** Const: its elements stand in the node, or beside the graph under its name. */
export const constant: NodeRule = { emit: (call) => call.g.constant(call.stored() ?? call.tensor("value")) };

/** A variable, which inference only reads: VarHandleOp, VariableV2. */
export const variable: NodeRule = {
  emit: (call) => call.g.constant(call.stored() ?? call.refuse("the variable", "without elements", "saved ones")),
};

export const pass: NodeRule = { emit: (call) => call.any(0) };

export const passAll: NodeRule = { emit: (call) => Array.from({ length: call.inputs }, (_, i) => call.any(i)) };

export const placeholder: NodeRule = {
  emit: (call) => call.refuse("the placeholder", "fed by no input of the signature", "an input"),
};

const whole = (call: NodeCall, values: readonly number[], shape: readonly number[], attribute: string): Value => {
  const dtype = call.dtype(attribute, "DT_INT32");
  const data = allocate(dtype, values.length);
  values.forEach((value, i) => {
    data[i] = dtype === "int64" ? BigInt(value) : value;
  });
  return call.g.constant(new Tensor(dtype, shape, data));
};

/** Shape, Rank, Size: all shapes are known. */
export const shapeOf: NodeRule = {
  emit: (call) => whole(call, call.value(0).shape, [call.value(0).shape.length], "out_type"),
};
export const rankOf: NodeRule = {
  emit: (call) => call.g.constant(new Tensor("int32", [], Int32Array.of(call.value(0).shape.length))),
};
export const sizeOf: NodeRule = { emit: (call) => whole(call, [count(call.value(0).shape)], [], "out_type") };

/** Fill: one number in a shape. */
export const fill: NodeRule = {
  emit(call) {
    const shape = knownShape(call.numbers(0), "its shape");
    const value = call.constant(1);
    const data = allocate(value.dtype, count(shape));
    if (value.size !== 1) return call.refuse("input 1", `[${value.shape}]`, "one number");
    for (let i = 0; i < data.length; i++) data[i] = value.data[0]!;
    return call.g.constant(new Tensor(value.dtype, shape, data));
  },
};

/** Range: from, up to but not with, step. */
export const range: NodeRule = {
  emit(call) {
    const [start, end, step] = [0, 1, 2].map((index) => call.numbers(index)[0]!) as [number, number, number];
    const length = Math.max(0, Math.ceil((end - start) / step));
    const [size] = knownShape([Number.isFinite(length) ? length : -1], "its shape") as [number];
    const { dtype } = call.constant(0);
    const data = allocate(dtype, size);
    for (let i = 0; i < size; i++) data[i] = dtype === "int64" ? BigInt(start + i * step) : start + i * step;
    return call.g.constant(new Tensor(dtype, [size], data));
  },
};

/** ZerosLike, OnesLike. */
export const filledLike = (value: number): NodeRule => ({
  emit(call) {
    const { shape, dtype } = call.value(0);
    const data = allocate(dtype, count(shape));
    for (let i = 0; i < data.length; i++) data[i] = dtype === "int64" ? BigInt(value) : value;
    return call.g.constant(new Tensor(dtype, shape, data));
  },
});

/** BroadcastTo a known shape. */
export const broadcastTo: NodeRule = {
  emit(call) {
    const { g } = call;
    const shape = knownShape(call.numbers(1), "its shape");
    const x = materialize(g, call.value(0));
    const fits = x.shape.every((size, i) => size === 1 || size === shape[i - x.shape.length + shape.length]);
    if (!fits || x.shape.length > shape.length) return call.refuse("the shape", `[${shape}]`, `one for [${x.shape}]`);
    const name = g.node("Expand", [g.as(x), g.weight("shape", int64(shape))]);
    return { name, shape, order: shape.map((_, axis) => axis), dtype: x.dtype };
  },
};
