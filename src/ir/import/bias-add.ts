import type { Value } from "../graph/graph.js";
import type { Operands } from "./operands.js";

/**
 * An int8 bias of shape [C, 1, 1] is written for images; behind a 1-D convolution (which runs with a height of 1)
 * it is added before that height is taken away, so that it still means one value a channel.
 */
function addOneDimensionalBias(operands: Operands, data: Value, bias: Value): Value | undefined {
  if (data.kind !== "result" || data.node.op !== "squeeze" || bias.kind !== "constant") return undefined;
  const inner = data.node.inputs[0] as Value;
  if (inner.kind !== "result" || inner.node.op !== "qnn.requantize" || bias.type.shape.length !== 3) return undefined;
  const sum = operands.call("add", [inner, bias], {}, inner.node.origin.exponent);
  return operands.call("squeeze", [sum], data.node.attributes);
}

function hasConvolutionBehind(value: Value): boolean {
  return value.kind === "result" && value.node.op === "qnn.requantize";
}

/** A sum that may be a convolution's bias, which has the exponent of what it is added to. */
export function addBias(operands: Operands, data: Value, bias: Value): Value {
  const exponent = hasConvolutionBehind(data) && data.kind === "result" ? data.node.origin.exponent : undefined;
  return addOneDimensionalBias(operands, data, bias) ?? operands.call("add", [data, bias], {}, exponent);
}
