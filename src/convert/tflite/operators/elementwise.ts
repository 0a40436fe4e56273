import { float } from "../../graph/attributes.js";
import { ACTIVATIONS, clip, geluTanh } from "../../operators/activations.js";
import { binary, unary } from "../../operators/elementwise.js";
import type { OperatorRule } from "../rule.js";
import { fused } from "./fused.js";

/** ADD, SUB, MUL, DIV with the activation that their options name; others without. */
export const binaryOperator = (opType: string, activation?: number): OperatorRule => ({
  emit(call) {
    const result = binary(call.g, opType, call.value(0), call.value(1));
    return activation === undefined ? result : fused(call, result, activation);
  },
});

export const squaredDifference: OperatorRule = {
  emit({ g, value }) {
    const difference = binary(g, "Sub", value(0), value(1));
    return binary(g, "Mul", difference, difference);
  },
};

export const unaryOperator = (opType: string): OperatorRule => ({ emit: ({ g, value }) => unary(g, opType, value(0)) });

/** An activation that Keras knows too. */
export const activation = (name: string): OperatorRule => ({
  emit: ({ g, value }) => ACTIVATIONS.get(name)!(g, value(0), "keras3"),
});

export const clipped = (low: number, high: number): OperatorRule => ({
  emit: ({ g, value }) => clip(g, value(0), low, high),
});

export const leakyRelu: OperatorRule = {
  emit: ({ g, value, options }) => unary(g, "LeakyRelu", value(0), { alpha: float(options?.float(0) ?? 0) }),
};

export const gelu: OperatorRule = {
  emit: (call) =>
    call.options?.bool(0) ? geluTanh(call.g, call.value(0)) : ACTIVATIONS.get("gelu")!(call.g, call.value(0), "keras3"),
};

export const square: OperatorRule = { emit: ({ g, value }) => binary(g, "Mul", value(0), value(0)) };

/** 1 / √x. */
export const rsqrt: OperatorRule = {
  emit: ({ g, value }) => unary(g, "Reciprocal", unary(g, "Sqrt", value(0))),
};

/** A slope for each element; TFLite shares it over the axes of size 1. */
export const prelu: OperatorRule = {
  emit(call) {
    const x = call.value(0);
    const slope = call.value(1);
    if (slope.constant === undefined) return call.refuse("slope", "computed", "a constant");
    const wide = call.g.constant(
      slope.constant.reshape([...Array(x.shape.length - slope.shape.length).fill(1), ...slope.shape]),
    );
    return { ...x, name: call.g.node("PRelu", [x.name, call.g.as(wide, x.order)]) };
  },
};
