import type { Value } from "../../graph/value.js";
import type { NodeCall, NodeRule } from "../rule.js";

/** A slope for each element below zero, shared over axes of size 1. @param operand which input holds the slopes */
export function slopes(call: NodeCall, x: Value, operand: number): Value {
  const slope = call.constant(operand);
  const wide = slope.reshape([...Array(Math.max(0, x.shape.length - slope.shape.length)).fill(1), ...slope.shape]);
  return { ...x, name: call.g.node("PRelu", [x.name, call.g.as(call.g.constant(wide), x.order)]) };
}

export const prelu: NodeRule = { emit: (call) => slopes(call, call.value(0), 1) };
