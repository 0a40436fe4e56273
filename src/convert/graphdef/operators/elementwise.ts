import type { DType } from "../../../base/tensor/dtype.js";
import { dataTypeOf } from "../../../formats/onnx/data-type.js";
import { float, int } from "../../graph/attributes.js";
import { scalar } from "../../graph/constants.js";
import type { Value } from "../../graph/value.js";
import { ACTIVATIONS, clip } from "../../operators/activations.js";
import { binary, broadcast, unary, withNumber } from "../../operators/elementwise.js";
import { fold } from "../fold.js";
import type { NodeCall, NodeRule } from "../rule.js";

/**
 * An operator of two tensors, by ONNX's name and by that of the reference, which computes it for constants.
 * @param result the type of its elements, where it is not the operands'
 */
export const binaryOperator = (opType: string, kernel: string, result?: DType): NodeRule => ({
  emit: (call) => combined(call, opType, kernel, call.value(0), call.value(1), result),
});

function combined({ g }: NodeCall, opType: string, kernel: string, a: Value, b: Value, result = a.dtype): Value {
  if (a.constant === undefined || b.constant === undefined) return { ...binary(g, opType, a, b), dtype: result };
  return g.constant(fold(kernel, [a.constant, b.constant], broadcast(a.shape, b.shape), result));
}

/** An operator of one tensor; `kernel` computes it for constants. */
export const unaryOperator = (opType: string, kernel?: string): NodeRule => ({
  emit: ({ g, value }) => {
    const x = value(0);
    if (x.constant !== undefined && kernel !== undefined) return g.constant(fold(kernel, [x.constant], x.shape));
    return unary(g, opType, x);
  },
});

/** An activation that Keras knows too. */
export const activation = (name: string): NodeRule => ({
  emit: ({ g, value }) => ACTIVATIONS.get(name)!(g, value(0), "keras3"),
});

export const leakyRelu: NodeRule = {
  emit: (call) => unary(call.g, "LeakyRelu", call.value(0), { alpha: float(call.number("alpha", 0.2)) }),
};

/** 1 / √x. */
export const rsqrt: NodeRule = {
  emit({ g, value }) {
    const x = value(0);
    if (x.constant !== undefined) return g.constant(fold("rsqrt", [x.constant], x.shape));
    return unary(g, "Reciprocal", unary(g, "Sqrt", x));
  },
};

export const square: NodeRule = {
  emit: (call) => combined(call, "Mul", "multiply", call.value(0), call.value(0)),
};

/** 1 − erf(x). */
export const erfc: NodeRule = {
  emit({ g, value }) {
    const erf = unary(g, "Erf", value(0));
    return { ...erf, name: g.node("Sub", [g.weight("one", scalar(1)), erf.name]) };
  },
};

export const squaredDifference: NodeRule = {
  emit(call) {
    const difference = combined(call, "Sub", "subtract", call.value(0), call.value(1));
    return combined(call, "Mul", "multiply", difference, difference);
  },
};

/** The largest whole number that is not above a / b. */
export const floorDivide: NodeRule = {
  emit(call) {
    const [a, b] = [call.value(0), call.value(1)];
    if (a.dtype === "float32") return unary(call.g, "Floor", binary(call.g, "Div", a, b));
    const rest = combined(call, "Mod", "floor_mod", a, b);
    return combined(call, "Div", "divide", combined(call, "Sub", "subtract", a, rest), b);
  },
};

/** What is left of a after whole multiples of b, with b's sign; ONNX's Mod does this for whole numbers alone. */
export const floorRemainder: NodeRule = {
  emit(call) {
    const [a, b] = [call.value(0), call.value(1)];
    if (a.dtype !== "float32" || a.constant !== undefined) return combined(call, "Mod", "floor_mod", a, b);
    const times = unary(call.g, "Floor", binary(call.g, "Div", a, b));
    return binary(call.g, "Sub", a, binary(call.g, "Mul", times, b));
  },
};

export const addN: NodeRule = {
  emit(call) {
    const values = Array.from({ length: call.inputs }, (_, i) => call.value(i));
    return values.reduce((sum, x) => combined(call, "Add", "add", sum, x));
  },
};

export const clipByValue: NodeRule = {
  emit: (call) => clip(call.g, call.value(0), call.constant(1).item(), call.constant(2).item()),
};

/** Select, SelectV2: one of two by a condition. */
export const select: NodeRule = {
  emit({ g, value }) {
    const [condition, a, b] = [value(0), value(1), value(2)];
    const shape = broadcast(condition.shape, broadcast(a.shape, b.shape));
    const order = shape.map((_, axis) => axis);
    return { name: g.node("Where", [g.as(condition), g.as(a), g.as(b)]), shape, order, dtype: a.dtype };
  },
};

export const cast: NodeRule = {
  emit(call) {
    const x = call.value(0);
    const dtype = call.dtype("DstT");
    call.flag("Truncate", false);
    if (dtype === x.dtype) return x;
    if (x.constant !== undefined) return call.g.constant(fold("cast", [x.constant], x.shape, dtype));
    return { ...unary(call.g, "Cast", x, { to: int(dataTypeOf(dtype)) }), dtype };
  },
};

/** ln(1 + x). */
export const log1p: NodeRule = { emit: ({ g, value }) => unary(g, "Log", withNumber(g, "Add", value(0), 1)) };
