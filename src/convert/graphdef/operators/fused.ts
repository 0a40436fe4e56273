import type { Tensor } from "../../../base/tensor/tensor.js";
import { float } from "../../graph/attributes.js";
import type { Value } from "../../graph/value.js";
import { clip } from "../../operators/activations.js";
import { unary } from "../../operators/elementwise.js";
import type { NodeCall } from "../rule.js";
import { slopes } from "./slopes.js";

/** What an operator does behind its sum: adds a bias, applies an activation. */
export interface Fused {
  readonly bias?: Tensor;
  readonly activate: (x: Value) => Value;
}

/** Reads `fused_ops`; its operands follow the first two inputs. */
export function fusedOf(call: NodeCall): Fused {
  const operators = call.texts("fused_ops").slice();
  const slope = call.number("leakyrelu_alpha", 0.2);
  call.number("epsilon", 0);
  let next = 2;
  const bias = operators[0] === "BiasAdd" ? call.constant(next++) : undefined;
  if (bias !== undefined) operators.shift();
  const [activation, ...others] = operators;
  if (others.length > 0)
    return call.refuse("attribute fused_ops", call.texts("fused_ops"), "BiasAdd and an activation");
  const activate = (x: Value): Value => activated(call, x, activation, slope, next);
  return { activate, ...(bias === undefined ? {} : { bias: bias.reshape([bias.size]) }) };
}

function activated(call: NodeCall, x: Value, name: string | undefined, slope: number, operand: number): Value {
  const { g } = call;
  switch (name) {
    case undefined:
    case "Linear":
      return x;
    case "Relu":
    case "Elu":
    case "Sigmoid":
    case "Tanh":
      return unary(g, name, x, name === "Elu" ? { alpha: float(1) } : {});
    case "Relu6":
      return clip(g, x, 0, 6);
    case "LeakyRelu":
      return unary(g, "LeakyRelu", x, { alpha: float(slope) });
    case "Prelu":
      return slopes(call, x, operand);
    default:
      return call.refuse("attribute fused_ops", name, "Relu, Relu6, Elu, LeakyRelu, Prelu, Sigmoid or Tanh");
  }
}
